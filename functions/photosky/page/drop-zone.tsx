import { useState } from "hono/jsx/dom";
import { useEffect } from "./effect.ts";
import { upload } from "./model/uploads.ts";

/** Takes pictures that are dropped anywhere on the page, or pasted, and says so while some are held above it. */
export function DropZone() {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    const files = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes("Files");
    const on = <K extends keyof DocumentEventMap>(type: K, listener: (event: DocumentEventMap[K]) => void) =>
      document.addEventListener(type, listener, { signal });
    on("dragover", (event) => {
      if (!files(event)) return;
      event.preventDefault();
      setOver(true);
    });
    on("dragleave", (event) => {
      // Nothing is entered instead: it left the window.
      if (!event.relatedTarget) setOver(false);
    });
    on("drop", (event) => {
      if (!files(event)) return;
      event.preventDefault();
      setOver(false);
      upload(event.dataTransfer?.files ?? []);
    });
    on("paste", (event) => {
      const pasted = event.clipboardData?.files;
      if (pasted?.length) upload(pasted);
    });
    return () => listening.abort();
  }, []);
  return over ? (
    <div class="drop-zone">
      <p>Drop to add to your album</p>
    </div>
  ) : null;
}
