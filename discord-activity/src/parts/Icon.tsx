const paths = {
  back: 'M12.5 4.5 7 10l5.5 5.5',
  next: 'M7.5 4.5 13 10l-5.5 5.5',
  close: 'M5.5 5.5l9 9M14.5 5.5l-9 9',
  search: 'M9 3.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM13.2 13.2l3.3 3.3',
  point:
    'M8 10.5V4.8a1.4 1.4 0 0 1 2.8 0v4l4 .9c1 .3 1.6 1.2 1.4 2.2l-.6 3.2c-.2 1-1 1.7-2 1.7H9.7c-.7 0-1.3-.3-1.7-.8L4.6 12c-.8-1.1.5-2.4 1.6-1.7z',
  street:
    'M3 8.5 4.5 4h11L17 8.5M3.5 8.5V16h13V8.5M3 8.5c0 2.2 3.5 2.2 3.5 0 0 2.2 3.5 2.2 3.5 0 0 2.2 3.5 2.2 3.5 0 0 2.2 3.5 2.2 3.5 0M8.5 16v-3.5h3V16',
  live: 'M10 8.2a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6zM6.4 6.4a5 5 0 0 0 0 7.2M13.6 6.4a5 5 0 0 1 0 7.2M4 4a8.5 8.5 0 0 0 0 12M16 4a8.5 8.5 0 0 1 0 12',
  orders: 'M4 6.5 10 3.5l6 3v7.5l-6 3-6-3zM4 6.5l6 3 6-3M10 9.5V17M7 5l6 3',
  passport:
    'M5.5 3h9A1.5 1.5 0 0 1 16 4.5v11a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 4 15.5v-11A1.5 1.5 0 0 1 5.5 3zM10 6a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM7.5 14.5h5',
  out: 'M8 4.5H4.5v11h11V12M11.5 4.5h4v4M15.5 4.5 9 11',
} as const;

export type IconName = keyof typeof paths;

/** A small drawn sign in the colour of the words around it. Decorative: the words say it. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
      <path
        d={paths[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
