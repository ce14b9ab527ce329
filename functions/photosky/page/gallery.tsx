import type { Picture } from "../picture.ts";
import { discard } from "./model/deletions.ts";
import { day } from "./model/format.ts";
import { Tile } from "./tile.tsx";

/** All pictures, newest first, under the days on which they came. Arrow keys go from one to the next. */
export function Gallery({ pictures }: { pictures: readonly Picture[] }) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is pressed are the buttons within
    <div class="gallery" onKeyDown={move}>
      {byDay(pictures).map(([label, some]) => (
        <section key={label} aria-label={label}>
          <h2>{label}</h2>
          <ul class="grid">
            {some.map((picture) => (
              <Tile key={picture.id} picture={picture} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

const WAITING = Array.from({ length: 12 }, (_, number) => `waiting ${number}`);

/** Tiles without pictures, until the pictures are known. */
export function Loading() {
  return (
    <div class="gallery" role="status" aria-label="Loading your pictures">
      <div class="heading" />
      <ul class="grid" aria-hidden="true">
        {WAITING.map((key) => (
          <li key={key} class="tile waiting" />
        ))}
      </ul>
    </div>
  );
}

function byDay(pictures: readonly Picture[]): [string, Picture[]][] {
  const days = new Map<string, Picture[]>();
  for (const picture of pictures) {
    const label = day(picture.lastModified);
    const some = days.get(label);
    if (some) some.push(picture);
    else days.set(label, [picture]);
  }
  return [...days];
}

function move(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const gallery = event.currentTarget as HTMLElement;
  const tiles = [...gallery.querySelectorAll<HTMLElement>("[data-picture]")];
  const at = tiles.findIndex((tile) => tile.parentElement?.contains(document.activeElement));
  const current = tiles[at];
  if (!current) return;
  if (event.key === "Delete") {
    (tiles[at + 1] ?? tiles[at - 1])?.focus();
    discard([current.dataset.picture ?? ""]);
  }
  const next = neighbour(tiles, at, event.key);
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function neighbour(tiles: readonly HTMLElement[], at: number, key: string): HTMLElement | undefined {
  if (key === "ArrowRight") return tiles[at + 1];
  if (key === "ArrowLeft") return tiles[at - 1];
  if (key === "Home") return tiles[0];
  if (key === "End") return tiles.at(-1);
  if (key === "ArrowDown") return nearest(tiles[at], tiles.slice(at + 1));
  if (key === "ArrowUp") return nearest(tiles[at], tiles.slice(0, at).reverse());
  return undefined;
}

/** The one most nearly above or below, in the next row; rows of different days need not be equally long. */
function nearest(from: HTMLElement | undefined, others: readonly HTMLElement[]): HTMLElement | undefined {
  const { top = 0, left = 0 } = from?.getBoundingClientRect() ?? {};
  const boxes = others.map((tile) => ({ tile, box: tile.getBoundingClientRect() }));
  const row = boxes.find(({ box }) => Math.abs(box.top - top) > 1)?.box.top;
  const [best] = boxes
    .filter(({ box }) => box.top === row)
    .sort((a, b) => Math.abs(a.box.left - left) - Math.abs(b.box.left - left));
  return best?.tile;
}
