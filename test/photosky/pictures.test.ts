import { expect } from "chai";
import { Jimp } from "jimp";
import { Application, applicationUrl, send } from "./application.ts";

const RED = 0xff0000ff;
const BLUE = 0x0000ffff;

/** A picture 300 wide and 100 high: a blue square between two red ones. */
async function picture(type: "image/jpeg" | "image/png"): Promise<Buffer> {
  const image = new Jimp({ width: 300, height: 100, color: RED });
  image.scan(100, 0, 100, 100, (x, y) => image.setPixelColor(BLUE, x, y));
  return await image.getBuffer(type);
}

describe("PhotoSky", function () {
  // The first suite to ask for the application waits for its deployment.
  this.timeout(300_000);

  let app: Application;
  before(async () => {
    app = new Application(await applicationUrl());
  });

  for (const [name, type] of [
    ["beach.jpg", "image/jpeg"],
    ["logo.png", "image/png"],
  ] as const) {
    describe(`with ${name}`, () => {
      let bytes: Buffer;
      before(async () => {
        bytes = await picture(type);
        await app.upload(name, type, bytes);
      });

      it("lists the picture, with a URL that shows it", async () => {
        const { images } = (await (await app.fetch("/list-images")).json()) as {
          images: { id: string; url: string }[];
        };
        const listed = images.find(({ id }) => id === name);
        const shown = await fetch(listed?.url ?? "");
        expect(Buffer.from(await shown.arrayBuffer())).to.deep.equal(bytes);
      });

      it("gives the picture back as it was uploaded", async () => {
        expect(await app.picture(name)).to.deep.equal({ bytes, type });
      });

      it("makes a preview of 100 by 100 pixels, of the middle, in the picture's format", async () => {
        const preview = await app.picture(name, "?preview=true");
        expect(preview.type).to.equal(type);
        const image = await Jimp.fromBuffer(preview.bytes);
        expect([image.width, image.height, image.mime]).to.deep.equal([100, 100, type]);
        for (const [x, y] of [
          [50, 50],
          [5, 50],
          [95, 5],
        ] as const) {
          const color = image.getPixelColor(x, y);
          expect((color >>> 8) & 0xff, `blue at ${x},${y}`).to.be.above(200);
          expect(color >>> 24, `red at ${x},${y}`).to.be.below(60);
        }
      });

      it("gives the same preview again", async () => {
        const first = await app.picture(name, "?preview=true");
        expect(await app.picture(name, "?preview=true")).to.deep.equal(first);
      });

      it("does not list the preview", async () => {
        expect((await app.names()).filter((listed) => listed.includes(name))).to.deep.equal([name]);
      });

      it("deletes the picture, and its preview with it", async () => {
        const deleted = await app.remove(name);
        expect([deleted.status, await deleted.json()]).to.deep.equal([200, { message: "Image deleted successfully" }]);
        for (const path of [`/${name}`, `/${name}?preview=true`]) {
          const gone = await app.fetch(path);
          expect([gone.status, await gone.json()]).to.deep.equal([404, { message: "File not found" }]);
        }
        const again = await app.remove(name);
        expect([again.status, await again.json()]).to.deep.equal([404, { message: "File not found" }]);
        // The same name again must not find the old preview.
        await app.upload(name, type, await new Jimp({ width: 200, height: 200, color: RED }).getBuffer(type));
        const image = await Jimp.fromBuffer((await app.picture(name, "?preview=true")).bytes);
        expect(image.getPixelColor(50, 50) >>> 24).to.be.above(200);
        await app.remove(name);
      });
    });
  }

  it("says that a file which is no picture has no preview", async () => {
    await app.upload("notes.png", "image/png", Buffer.from("not a picture"));
    const answer = await app.fetch("/notes.png?preview=true");
    expect(answer.status).to.equal(415);
    expect(await answer.json()).to.deep.equal({ message: "This file is not a picture that can be previewed" });
    await app.remove("notes.png");
  });

  describe("an upload", () => {
    it("is refused when it is empty", async () => {
      const answer = await send(await app.form("small.png", "image/png"), Buffer.alloc(0));
      expect(answer.status).to.equal(400);
      expect(await answer.text()).to.contain("<Code>EntityTooSmall</Code>");
    });

    it("is refused when it is too large", async () => {
      const answer = await send(await app.form("large.png", "image/png"), Buffer.alloc(10 * 1024 * 1024 + 1));
      expect(answer.status).to.equal(400);
      expect(await answer.text()).to.contain("<Code>EntityTooLarge</Code>");
    });

    it("is refused with another content type, or under another name", async () => {
      const form = await app.form("mine.png", "image/png");
      const changed: Record<string, string>[] = [{ "Content-Type": "text/html" }, { key: "yours.png" }];
      for (const changes of changed) {
        const answer = await send(form, Buffer.from("x"), changes);
        expect(answer.status).to.equal(403);
        expect(await answer.text()).to.contain("Invalid according to Policy");
      }
      expect(await app.names())
        .to.not.include("mine.png")
        .and.not.include("yours.png");
    });
  });
});
