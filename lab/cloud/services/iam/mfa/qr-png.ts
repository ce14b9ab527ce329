/** Pixels to a module: what a phone reads from a screen. */
const SCALE = 6;

/** A text as a picture that authenticator apps scan. The libraries are loaded when somebody wants one. */
export async function qrPng(text: string): Promise<Uint8Array> {
  const [{ default: encodeQR }, { PNG }] = await Promise.all([import("qr"), import("pngjs")]);
  const modules = encodeQR(text, "raw", { border: 4 });
  const size = modules.length * SCALE;
  const image = new PNG({ width: size, height: size });
  image.data.fill(0xff);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const isDark = modules[Math.floor(y / SCALE)]?.[Math.floor(x / SCALE)];
      if (isDark) image.data.fill(0, (y * size + x) * 4, (y * size + x) * 4 + 3);
    }
  }
  return PNG.sync.write(image);
}
