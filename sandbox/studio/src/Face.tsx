const grounds = ['#ffd1dc', '#aeeeee', '#b9f5b9', '#d9d4fb', '#fff3b0', '#ffdcc2'];

/** A person's round sign: their first letter on a pastel that stays theirs. Decorative. */
export function Face({
  name,
  seed,
  size = 28,
}: {
  readonly name: string;
  readonly seed: string;
  readonly size?: number;
}) {
  const sum = Array.from(seed).reduce((total, character) => total + (character.codePointAt(0) ?? 0), 0);
  const ground = grounds[sum % grounds.length];
  return (
    <svg className="face" width={size} height={size} viewBox="0 0 28 28" aria-hidden="true">
      <circle cx="14" cy="14" r="14" fill={ground} />
      <path d="M5.5 22.5a9 7.2 0 0 1 17 0" fill="#2e2e3e" opacity="0.12" />
      <text x="14" y="18.6" textAnchor="middle" fontSize="13" fontWeight="700" fill="#2e2e3e">
        {name.slice(0, 1)}
      </text>
    </svg>
  );
}

/** C500's own sign: a keycap with a cloud. Decorative. */
export function CloudKey({ size = 28 }: { readonly size?: number }) {
  return (
    <svg className="face" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="9" fill="#ffd1dc" />
      <rect x="6" y="7" width="20" height="19" rx="5" fill="#e6a9ba" />
      <rect x="8" y="6" width="16" height="15" rx="4" fill="#fff5f8" />
      <path d="M12.4 16.3a2.6 2.6 0 0 1 .3-5.2 3.6 3.6 0 0 1 6.8.6 2.4 2.4 0 0 1-.3 4.6z" fill="#4a3f8c" />
    </svg>
  );
}
