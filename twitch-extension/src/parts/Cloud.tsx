/** The house's mark: a small cloud that is also a keycap. */
export function Cloud() {
  return (
    <svg className="cloud" width="28" height="28" viewBox="0 0 28 28" aria-hidden="true">
      <rect x="1" y="1" width="26" height="26" rx="8" fill="var(--sakura)" />
      <rect x="4" y="3" width="20" height="19" rx="6" fill="var(--surface)" />
      <path d="M9.8 17.3a3.1 3.1 0 0 1-.3-6.18 4.3 4.3 0 0 1 8.26-.9 3.56 3.56 0 0 1 .5 7.08z" fill="var(--button)" />
    </svg>
  );
}
