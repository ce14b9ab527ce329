import { useRef, useState } from "hono/jsx/dom";
import { cameraIsOpen } from "./camera.tsx";
import { useEffect } from "./effect.ts";
import { Icon } from "./icons.tsx";
import { upload } from "./model/uploads.ts";

/** Where pictures come from: files, and the camera where there is one. */
export function PictureSources() {
  const camera = useCamera();
  return (
    <>
      {camera === "app" ? <Chooser icon="camera" label="Take a photo" capture="environment" /> : null}
      {camera === "video" ? (
        <button type="button" onClick={() => (cameraIsOpen.value = true)}>
          <Icon name="camera" />
          <span class="label">Take a photo</span>
        </button>
      ) : null}
      <Chooser icon="add" label="Add pictures" multiple />
    </>
  );
}

/** A button that opens the browser's own chooser. */
function Chooser({ icon, label, ...input }: { icon: "add" | "camera"; label: string } & Record<string, unknown>) {
  const chooser = useRef<HTMLInputElement>(null);
  const chosen = ({ currentTarget }: Event) => {
    const element = currentTarget as HTMLInputElement;
    upload(element.files ?? []);
    // The same file again is another choice.
    element.value = "";
  };
  return (
    <>
      <button type="button" class={icon === "add" ? "primary" : undefined} onClick={() => chooser.current?.click()}>
        <Icon name={icon} />
        <span class="label">{label}</span>
      </button>
      <input ref={chooser} type="file" accept="image/*" aria-label={label} hidden onChange={chosen} {...input} />
    </>
  );
}

/**
 * A phone has a better camera application than a page can be, which a file chooser opens. Elsewhere the page takes the picture
 * itself, which browsers allow where nobody could listen in: with HTTPS, or on this machine.
 */
function useCamera(): "app" | "video" | undefined {
  const handheld = matchMedia("(pointer: coarse)").matches;
  const [has, setHas] = useState(false);
  useEffect(() => {
    const devices = navigator.mediaDevices;
    if (handheld || !devices) return;
    const look = async () => setHas((await devices.enumerateDevices()).some(({ kind }) => kind === "videoinput"));
    look().catch(() => {});
    devices.addEventListener("devicechange", look);
    return () => devices.removeEventListener("devicechange", look);
  }, []);
  return handheld ? "app" : has ? "video" : undefined;
}
