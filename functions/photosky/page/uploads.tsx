import { Icon } from "./icons.tsx";
import { useStore } from "./model/store.ts";
import { again, cancel, type Upload, uploads } from "./model/uploads.ts";

/** What is on its way into the album, and what did not get there. */
export function Uploads() {
  const all = useStore(uploads);
  const failed = all.filter(({ state }) => state === "failed");
  const moving = all.length - failed.length;
  const done = all.filter(({ state }) => state === "done").length;
  const retry = () => {
    for (const { key, problem } of failed) if (problem?.again) again(key);
  };
  return (
    <section class="uploads" aria-label="Uploads" hidden={all.length === 0}>
      <header>
        <h2>{headingOf({ failed: failed.length, moving, done })}</h2>
        {failed.filter(({ problem }) => problem?.again).length > 1 ? (
          <button type="button" class="quiet" onClick={retry}>
            Retry all
          </button>
        ) : null}
      </header>
      <ul>
        {all.map((upload) => (
          <Item key={upload.key} upload={upload} />
        ))}
      </ul>
    </section>
  );
}

function headingOf({ failed, moving, done }: Readonly<Record<"failed" | "moving" | "done", number>>): string {
  if (moving === 0) return `${failed} not uploaded`;
  return done === moving ? `${done} uploaded` : `Uploading ${done + 1} of ${moving}`;
}

function Item({ upload: { key, name, state, progress, problem } }: { upload: Upload }) {
  return (
    <li class={state}>
      <span class="name">{name}</span>
      {problem ? (
        <p role="alert">
          <span class="unseen">{name}: </span>
          {problem.text}
        </p>
      ) : (
        <progress aria-label={`Upload of ${name}`} max="1" value={progress} />
      )}
      {problem?.again ? (
        <button type="button" class="quiet" aria-label={`Try to upload ${name} again`} onClick={() => again(key)}>
          Retry
        </button>
      ) : null}
      {state === "done" ? (
        <Icon name="done" />
      ) : (
        <button
          type="button"
          class="bare"
          aria-label={problem ? `Close the notice about ${name}` : `Cancel the upload of ${name}`}
          onClick={() => cancel(key)}
        >
          <Icon name="close" />
        </button>
      )}
    </li>
  );
}
