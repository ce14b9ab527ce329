import { useState } from "hono/jsx/dom";
import type { Picture } from "../picture.ts";
import { useEffect } from "./effect.ts";
import { Icon } from "./icons.tsx";
import { Modal } from "./modal.tsx";
import { load } from "./model/album.ts";
import { discard } from "./model/deletions.ts";
import { size, time } from "./model/format.ts";
import { notify } from "./model/notices.ts";
import { leave, show } from "./model/place.ts";
import { local } from "./model/uploads.ts";
import { Notices } from "./notices.tsx";
import { useSwipe } from "./swipe.ts";

/** One picture, as large as the window allows. Arrow keys and swipes leaf through, Delete deletes, Escape leaves. */
export function Viewer({ picture, pictures }: { picture: Picture; pictures: readonly Picture[] }) {
  const { id } = picture;
  const at = pictures.indexOf(picture);
  const [before, after] = [pictures[at - 1], pictures[at + 1]];
  const go = (to: Picture | undefined) => to && show(to.id);
  const close = () => {
    leave();
    // To the tile of this picture, which need not be the one that was opened.
    requestAnimationFrame(() => tileOf(id)?.focus());
  };
  const remove = () => {
    const next = after ?? before;
    if (next) show(next.id);
    else leave();
    discard([id]);
  };
  const key = (event: KeyboardEvent) => {
    if (event.key === "ArrowLeft") go(before);
    if (event.key === "ArrowRight") go(after);
    if (event.key === "Delete") remove();
  };
  const swipe = useSwipe({ left: () => go(after), right: () => go(before), down: close });
  useEffect(() => {
    for (const neighbour of [before, after]) if (neighbour && !local.has(neighbour.id)) new Image().src = neighbour.url;
  }, [id]);
  return (
    <Modal class="viewer" label={id} onClose={close} onKeyDown={key}>
      <header>
        <button type="button" class="bare" aria-label="Back to the album" onClick={close}>
          <Icon name="close" />
        </button>
        <Actions picture={picture} />
        <button type="button" class="bare" aria-label="Delete this picture" title="Delete" onClick={remove}>
          <Icon name="trash" />
        </button>
      </header>
      <Shown key={id} picture={picture} swipe={swipe} position={`${at + 1} of ${pictures.length}`} />
      <button
        type="button"
        class="bare step left"
        aria-label="Newer picture"
        disabled={!before}
        onClick={() => go(before)}
      >
        <Icon name="left" />
      </button>
      <button
        type="button"
        class="bare step right"
        aria-label="Older picture"
        disabled={!after}
        onClick={() => go(after)}
      >
        <Icon name="right" />
      </button>
      <div class="corner">
        <Notices />
      </div>
    </Modal>
  );
}

interface Showing {
  readonly picture: Picture;
  readonly swipe: object;
  readonly position: string;
}

function Shown({ picture: { id, url, ...picture }, swipe, position }: Showing) {
  const [measures, setMeasures] = useState("");
  const [failed, setFailed] = useState(false);
  const loaded = ({ currentTarget }: Event) => {
    const { naturalWidth, naturalHeight } = currentTarget as HTMLImageElement;
    setMeasures(`${naturalWidth} × ${naturalHeight}`);
  };
  const retry = () => {
    setFailed(false);
    load();
  };
  const facts = [time(picture.lastModified), size(picture.size), measures, position].filter(Boolean);
  return (
    <figure {...swipe}>
      {failed ? (
        <div class="blank" role="alert">
          <Icon name="picture" />
          <p>This picture can’t be shown here.</p>
          <button type="button" onClick={retry}>
            Try again
          </button>
        </div>
      ) : (
        <img
          class={measures ? "loaded" : undefined}
          src={local.get(id) ?? url}
          alt={id}
          draggable={false}
          onLoad={loaded}
          onError={() => setFailed(true)}
        />
      )}
      <figcaption aria-live="polite">
        <strong>{id}</strong>
        <span>{facts.join(" · ")}</span>
      </figcaption>
    </figure>
  );
}

function Actions({ picture: { id, url } }: { picture: Picture }) {
  const download = async () => {
    try {
      save(await bytes(url), id);
    } catch {
      notify({ kind: "failed", text: `${id} could not be downloaded.`, action: { label: "Try again", run: download } });
    }
  };
  const copy = async () => {
    await navigator.clipboard.writeText(location.href);
    notify({ kind: "done", text: "Link copied." });
  };
  return (
    <>
      {navigator.share ? (
        <button
          type="button"
          class="bare"
          aria-label="Share this picture"
          title="Share"
          onClick={() => navigator.share({ title: id, url: location.href }).catch(() => {})}
        >
          <Icon name="share" />
        </button>
      ) : null}
      {navigator.clipboard ? (
        <button type="button" class="bare" aria-label="Copy the link to this picture" title="Copy link" onClick={copy}>
          <Icon name="link" />
        </button>
      ) : null}
      <button type="button" class="bare" aria-label="Download this picture" title="Download" onClick={download}>
        <Icon name="download" />
      </button>
    </>
  );
}

async function bytes(url: string): Promise<Blob> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(answer.statusText);
  return await answer.blob();
}

/** Saves bytes rather than opening a URL: what was uploaded may be no picture, and is never opened as a page. */
function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name.split("/").at(-1) ?? name;
  link.click();
  URL.revokeObjectURL(link.href);
}

function tileOf(id: string): HTMLElement | undefined {
  return [...document.querySelectorAll<HTMLElement>("[data-picture]")].find(({ dataset }) => dataset.picture === id);
}
