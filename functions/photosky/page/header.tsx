import type { Picture } from "../picture.ts";
import { Icon, Mark } from "./icons.tsx";
import { discard } from "./model/deletions.ts";
import { count, size } from "./model/format.ts";
import { useStore } from "./model/store.ts";
import { choose, THEMES, theme } from "./model/theme.ts";
import { PictureSources } from "./picture-sources.tsx";

/** The top of the page: what it is, how many pictures there are, and what can be done with all of them. */
export function Header({ pictures }: { pictures: readonly Picture[] | undefined }) {
  return (
    <header class="top">
      <div class="bar">
        <h1>
          <Mark />
          PhotoSky
        </h1>
        {pictures?.length ? <Summary pictures={pictures} /> : <span class="summary" />}
        <Themes />
        {pictures ? (
          <div class="sources">
            <PictureSources />
          </div>
        ) : null}
      </div>
    </header>
  );
}

function Summary({ pictures }: { pictures: readonly Picture[] }) {
  const bytes = pictures.reduce((sum, picture) => sum + picture.size, 0);
  return (
    <p class="summary">
      <span>
        {count(pictures.length)}, {size(bytes)}
      </span>
      <button type="button" class="quiet" onClick={() => discard(pictures.map(({ id }) => id))}>
        Delete all
      </button>
    </p>
  );
}

const LABELS = { system: "System theme", light: "Light theme", dark: "Dark theme" };

function Themes() {
  const chosen = useStore(theme);
  return (
    <fieldset class="themes">
      <legend class="unseen">Theme</legend>
      {THEMES.map((one) => (
        <label key={one} title={LABELS[one]}>
          <input
            class="unseen"
            type="radio"
            name="theme"
            value={one}
            checked={one === chosen}
            onChange={() => choose(one)}
          />
          <Icon name={one} />
          <span class="unseen">{LABELS[one]}</span>
        </label>
      ))}
    </fieldset>
  );
}
