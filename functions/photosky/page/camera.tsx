import { useRef, useState } from "hono/jsx/dom";
import { useEffect } from "./effect.ts";
import { Icon } from "./icons.tsx";
import { Modal } from "./modal.tsx";
import { Store } from "./model/store.ts";
import { upload } from "./model/uploads.ts";

/** Whether the person is about to take a photo. */
export const cameraIsOpen = new Store(false);

interface Photo {
  readonly blob: Blob;
  readonly url: string;
}

/** Takes a photo: the camera's picture, live; then the photo, to be used or taken again. */
export function Camera() {
  const video = useRef<HTMLVideoElement>(null);
  const [photo, setPhoto] = useState<Photo | undefined>(undefined);
  const [sees, setSees] = useState(false);
  const { stream, problem, start } = useStream();
  useEffect(() => {
    if (video.current && stream) video.current.srcObject = stream;
  }, [stream, photo]);
  const forget = () => {
    if (photo) URL.revokeObjectURL(photo.url);
    setPhoto(undefined);
    setSees(false);
  };
  const close = () => {
    forget();
    cameraIsOpen.value = false;
  };
  const take = async () => {
    const blob = video.current && (await frame(video.current));
    if (blob) setPhoto({ blob, url: URL.createObjectURL(blob) });
  };
  const use = () => {
    if (photo) upload([new File([photo.blob], nameNow(), { type: photo.blob.type })]);
    close();
  };
  return (
    <Modal class="camera" label="Take a photo" onClose={close}>
      <div class="card">
        <header>
          <h2>Take a photo</h2>
          <button type="button" class="bare" aria-label="Close the camera" onClick={close}>
            <Icon name="close" />
          </button>
        </header>
        {problem ? (
          <div class="finder blank" role="alert">
            <p>{problem}</p>
          </div>
        ) : photo ? (
          <img class="finder" src={photo.url} alt="Your snapshot" />
        ) : (
          <video
            ref={video}
            class="finder"
            autoplay
            playsinline
            muted
            aria-label="Camera preview"
            onPlaying={() => setSees(true)}
          />
        )}
        <div class="answers">
          {problem ? (
            <button type="button" class="primary" onClick={start}>
              Try again
            </button>
          ) : photo ? (
            <>
              <button type="button" onClick={forget}>
                Retake
              </button>
              <button type="button" class="primary" onClick={use}>
                Use this photo
              </button>
            </>
          ) : (
            <button
              type="button"
              class="shutter"
              aria-label="Take the photo"
              disabled={!stream || !sees}
              onClick={take}
            />
          )}
        </div>
      </div>
    </Modal>
  );
}

/** The camera's stream, for as long as the dialog is there: the camera's light goes out with it. */
function useStream() {
  const [stream, setStream] = useState<MediaStream | undefined>(undefined);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let wanted = true;
    const stop = (one: MediaStream) => {
      for (const track of one.getTracks()) track.stop();
    };
    const video = { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1080 } };
    const opening = navigator.mediaDevices.getUserMedia({ video });
    opening.then(
      (fresh) => (wanted ? setStream(fresh) : stop(fresh)),
      (error) => wanted && setProblem(reason(error)),
    );
    return () => {
      wanted = false;
      opening.then(stop, () => {});
    };
  }, [attempt]);
  const start = () => {
    setProblem(undefined);
    setAttempt((number) => number + 1);
  };
  return { stream, problem, start };
}

function reason(error: Error): string {
  return error.name === "NotAllowedError"
    ? "The camera is blocked. Allow it for this page, and try again."
    : "The camera doesn't start. Another program may be using it.";
}

/** Camera preview now, as JPEG. */
function frame(video: HTMLVideoElement): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext("2d")?.drawImage(video, 0, 0);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.92));
}

function nameNow(): string {
  const now = new Date();
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString();
  return `Photo ${local.slice(0, 10)} at ${local.slice(11, 19).replaceAll(":", ".")}.jpg`;
}
