/** Width and height of a preview, in pixels. */
const SIDE = 100;

/** A picture's bytes and their media type. */
export interface Image {
  readonly bytes: Uint8Array;
  readonly type: string;
}

/** The bytes are not a picture of a format that can be read. */
export class NotAPicture extends Error {}

/** Makes a square preview: the middle of the picture, in the picture's own format. */
export async function makePreview(bytes: Uint8Array): Promise<Image> {
  // Loaded here, since most requests need no image library and a cold start should not wait for it.
  const { Jimp } = await import("jimp");
  const image = await Jimp.fromBuffer(Buffer.from(bytes)).catch((error: Error) => {
    throw new NotAPicture(error.message);
  });
  const type = image.mime as "image/jpeg";
  return { bytes: await image.cover({ w: SIDE, h: SIDE }).getBuffer(type), type };
}
