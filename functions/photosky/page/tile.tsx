import { memo, useRef, useState } from "hono/jsx/dom";
import type { Picture } from "../picture.ts";
import { useEffect } from "./effect.ts";
import { Icon } from "./icons.tsx";
import { discard } from "./model/deletions.ts";
import { show } from "./model/place.ts";
import { thumbnail } from "./model/thumbnails.ts";
import { local } from "./model/uploads.ts";
import { whenVisible } from "./visible.ts";

/** Up to so many bytes, a picture itself comes in the place of its preview, which is small, as soon as it is there. */
const SMALL = 2_000_000;

/** A picture in the gallery. Its preview is asked for when it is about to be seen. */
export const Tile = memo(({ picture }: { picture: Picture }) => {
  const { id } = picture;
  const item = useRef<HTMLLIElement>(null);
  const [preview, setPreview] = useState<string | undefined>(local.get(id));
  const [state, setState] = useState<"waiting" | "shown" | "unreadable">("waiting");
  useEffect(() => {
    if (preview || !item.current) return;
    return whenVisible(item.current, (signal) =>
      thumbnail(picture, signal).then(setPreview, () => !signal.aborted && setState("unreadable")),
    );
  }, [id]);
  return (
    <li ref={item} class={`tile ${state}`}>
      <button type="button" class="open" data-picture={id} aria-label={`Open ${id}`} onClick={() => show(id)}>
        {preview && state !== "unreadable" ? (
          <img
            src={preview}
            alt=""
            decoding="async"
            draggable={false}
            onLoad={() => setState("shown")}
            onError={() => setState("unreadable")}
          />
        ) : null}
        {state === "shown" && preview !== picture.url && !local.has(id) && isCheap(picture) ? (
          <img class="sharp" src={picture.url} alt="" decoding="async" draggable={false} onLoad={reveal} />
        ) : null}
        {state === "unreadable" ? <Icon name="picture" /> : null}
        <span class="name">{id}</span>
      </button>
      <button type="button" class="delete" aria-label={`Delete ${id}`} onClick={() => discard([id])}>
        <Icon name="trash" />
      </button>
    </li>
  );
});

function isCheap({ size }: Picture): boolean {
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  return size <= SMALL && !connection?.saveData;
}

function reveal({ currentTarget }: Event): void {
  (currentTarget as HTMLElement).classList.add("loaded");
}
