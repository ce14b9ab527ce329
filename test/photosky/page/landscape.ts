import { Jimp } from "jimp";

type Color = readonly [red: number, green: number, blue: number];

/** A time of day: the sky from top to horizon, the sun, and hills from far to near. */
interface Light {
  readonly sky: readonly [Color, Color];
  readonly sun: Color;
  readonly hills: readonly [Color, Color];
}

const LIGHTS: readonly Light[] = [
  { sky: [[92, 148, 226], [214, 232, 250]], sun: [255, 246, 214], hills: [[128, 168, 196], [38, 88, 82]] },
  { sky: [[70, 60, 130], [255, 164, 120]], sun: [255, 222, 150], hills: [[186, 106, 134], [48, 28, 74]] },
  { sky: [[14, 22, 58], [70, 96, 160]], sun: [238, 240, 255], hills: [[52, 72, 124], [10, 16, 40]] },
  { sky: [[250, 196, 150], [255, 236, 206]], sun: [255, 255, 246], hills: [[226, 170, 140], [142, 70, 62]] },
  { sky: [[52, 140, 150], [204, 238, 214]], sun: [255, 244, 190], hills: [[112, 182, 166], [16, 74, 78]] },
  { sky: [[120, 170, 230], [250, 214, 226]], sun: [255, 250, 236], hills: [[172, 160, 210], [74, 66, 132]] },
]; // biome-ignore format: six lines rather than sixty

/** A picture of hills: another for every number, always the same for the same one. */
export async function landscape(
  number: number,
  width = 900,
  height = 600,
  type: "image/jpeg" | "image/png" = "image/jpeg",
): Promise<Buffer> {
  const { sky, sun, hills } = LIGHTS[number % LIGHTS.length] as Light;
  const image = new Jimp({ width, height });
  const [sunX, sunY, radius] = [
    width * (0.2 + 0.6 * part(number, 1)),
    height * (0.2 + 0.25 * part(number, 2)),
    height * 0.07,
  ];
  const ranges = [0, 1, 2, 3].map((range) => ridge(number, range, width, height));
  image.scan(0, 0, width, height, (x, y, index) => {
    let color = mix(sky[0], sky[1], Math.min(1, (y / height) * 1.5));
    const distance = Math.hypot(x - sunX, y - sunY);
    color = mix(color, sun, distance < radius ? 1 : 0.55 * Math.exp((radius - distance) / (radius * 2.2)));
    for (const [range, heights] of ranges.entries())
      if (y > (heights[x] as number)) color = mix(hills[0], hills[1], range / 3);
    image.bitmap.data.set([...color.map(Math.round), 255], index);
  });
  return await image.getBuffer(type);
}

/** For each column, where a range of hills begins. The nearer, the lower. */
function ridge(number: number, range: number, width: number, height: number): number[] {
  const [a, b] = [part(number, 3 + range), part(number, 9 + range)];
  return Array.from({ length: width }, (_, x) => {
    const at = (x / width) * Math.PI * 2;
    const wave =
      Math.sin(at * (0.6 + a) + b * 7) * 0.07 +
      Math.sin(at * (2 + 2 * b) + a * 9) * 0.025 +
      Math.sin(at * 7 + range) * 0.006;
    return height * (0.52 + range * 0.12 + wave);
  });
}

/** Between 0 and 1, another for every pair of numbers. */
function part(number: number, which: number): number {
  const value = Math.sin(number * 12.9898 + which * 78.233) * 43758.5453;
  return value - Math.floor(value);
}

function mix(from: Color, to: Color, much: number): Color {
  return [0, 1, 2].map((i) => (from[i] as number) * (1 - much) + (to[i] as number) * much) as unknown as Color;
}
