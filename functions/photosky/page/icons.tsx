const PATHS = {
  add: "M12 5v14M5 12h14",
  camera: "M4 8h3l2-3h6l2 3h3v11H4zM12 16.5a3.25 3.25 0 1 0 0-6.5 3.25 3.25 0 0 0 0 6.5z",
  close: "M6 6l12 12M18 6 6 18",
  download: "M12 4v11m0 0 4.5-4.5M12 15l-4.5-4.5M5 20h14",
  failed: "M12 8v5m0 3.2v.1M12 3.5 2.8 19.5h18.4z",
  done: "m5 12.5 4.5 4.5L19 7.5",
  left: "m14.5 5-7 7 7 7",
  right: "m9.5 5 7 7-7 7",
  link: "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1",
  share: "M12 15V4m0 0L8 8m4-4 4 4M5 13v7h14v-7",
  trash: "M5 7h14M10 7V4.5h4V7m-7.5 0 .8 13h9.4l.8-13M10.5 11v5.5m3-5.5v5.5",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 2.5-2.5L20 17M15.5 9.5v.1",
  again: "M19 12a7 7 0 1 1-2.05-4.95L19 9m0-5v5h-5",
  system: "M4 5h16v11H4zM9 20h6m-3-4v4",
  light:
    "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4",
  dark: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
} as const;

/** A drawing beside words, or in a button that has a label: nothing for a screen reader. */
export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg
      class="icon"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.75"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The album's mark: the sun above two hills. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="9" fill="#3f63dd" />
      <circle cx="21" cy="11.5" r="4.5" fill="#ffd479" />
      <path d="M0 25 10.5 13.5 18 21l4-4 10 9.5A9 9 0 0 1 23 32H9a9 9 0 0 1-9-7z" fill="#fff" />
    </svg>
  );
}
