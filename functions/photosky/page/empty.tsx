import { PictureSources } from "./picture-sources.tsx";

/** What an album without pictures shows. */
export function Empty() {
  return (
    <section class="blank">
      <svg class="scene" viewBox="0 0 240 150" aria-hidden="true">
        <rect class="frame" x="52" y="14" width="150" height="104" rx="12" transform="rotate(5 127 66)" />
        <rect class="frame" x="36" y="22" width="156" height="108" rx="12" transform="rotate(-4 114 76)" />
        <g transform="rotate(-4 114 76)">
          <clipPath id="scene">
            <rect x="44" y="30" width="140" height="92" rx="6" />
          </clipPath>
          <g clip-path="url(#scene)">
            <rect class="sky" x="44" y="30" width="140" height="92" />
            <circle class="sun" cx="148" cy="56" r="13" />
            <path class="far" d="M30 112 78 66l34 34 22-18 60 44v10H30z" />
            <path class="near" d="M30 124c40-26 76-28 108-10s44 10 60 4v20H30z" />
          </g>
        </g>
      </svg>
      <h2>Your album is waiting for its first picture</h2>
      <p>Drop pictures anywhere on this page, paste one, or choose some from this device.</p>
      <div class="sources">
        <PictureSources />
      </div>
    </section>
  );
}
