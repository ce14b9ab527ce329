import { Camera, cameraIsOpen } from "./camera.tsx";
import { DropZone } from "./drop-zone.tsx";
import { useEffect } from "./effect.ts";
import { Empty } from "./empty.tsx";
import { Gallery, Loading } from "./gallery.tsx";
import { Header } from "./header.tsx";
import { album, load } from "./model/album.ts";
import { act, notices } from "./model/notices.ts";
import { open } from "./model/place.ts";
import { useStore } from "./model/store.ts";
import { Notices } from "./notices.tsx";
import { Uploads } from "./uploads.tsx";
import { Viewer } from "./viewer.tsx";

/** The page. */
export function App() {
  const { pictures, problem } = useStore(album);
  const id = useStore(open);
  const taking = useStore(cameraIsOpen);
  const opened = pictures?.find((picture) => picture.id === id);
  useEffect(() => {
    addEventListener("keydown", undoByKey);
    return () => removeEventListener("keydown", undoByKey);
  }, []);
  return (
    <>
      <Header pictures={pictures} />
      <main>
        {problem ? <Unavailable problem={problem} /> : !pictures ? <Loading /> : null}
        {pictures?.length === 0 ? <Empty /> : null}
        {pictures?.length ? <Gallery pictures={pictures} /> : null}
      </main>
      <div class="corner">
        <Uploads />
        {/* A dialog leaves nothing else within reach: while a picture is open, its dialog holds the notices. */}
        {opened ? null : <Notices />}
      </div>
      {opened && pictures ? <Viewer picture={opened} pictures={pictures} /> : null}
      {taking ? <Camera /> : null}
      <DropZone />
    </>
  );
}

function Unavailable({ problem }: { problem: string }) {
  return (
    <section class="blank" role="alert">
      <h2>Your pictures can’t be shown</h2>
      <p>{problem}</p>
      <button type="button" class="primary" onClick={() => load()}>
        Try again
      </button>
    </section>
  );
}

/** Ctrl+Z, or Command+Z, undoes the last deletion that still can be undone. */
function undoByKey(event: KeyboardEvent): void {
  if (event.key !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
  const notice = notices.value.findLast(({ action }) => action?.label === "Undo");
  if (!notice) return;
  event.preventDefault();
  act(notice.key);
}
