import { expect } from "chai";
import { Application, applicationUrl } from "./application.ts";

describe("PhotoSky's API", function () {
  this.timeout(300_000);

  let app: Application;
  before(async () => {
    app = new Application(await applicationUrl());
  });

  const outcome = async (answer: Response) => [answer.status, await answer.json()];

  describe("asked for an upload", () => {
    for (const body of [
      {},
      { filename: "a.png" },
      { filetype: "image/png" },
      { filename: "", filetype: "image/png" },
    ]) {
      it(`wants a name and a type, not ${JSON.stringify(body)}`, async () => {
        expect(await outcome(await app.post("/get-presigned-url", body))).to.deep.equal([
          400,
          { message: "Filename and filetype required" },
        ]);
      });
    }

    it("takes nothing but JSON", async () => {
      const answer = await app.fetch("/get-presigned-url", { method: "POST", body: "filename=a.png" });
      expect(await outcome(answer)).to.deep.equal([400, { message: "Filename and filetype required" }]);
    });

    it("takes a type that is one", async () => {
      expect((await app.post("/get-presigned-url", { filename: "a.png", filetype: "png; x" })).status).to.equal(400);
    });
  });

  describe("with a name", () => {
    const names = [
      "two words.png",
      "folder/inside it.png",
      "ünï©ødé 😀.png",
      "100%.png",
      "100%25.png",
      "a+b&c=d?e#f.png",
      "-_.~!*'().png",
      " .png",
    ];
    for (const name of names) {
      it(`such as ${name}, keeps it exactly`, async () => {
        await app.upload(name, "image/png", Buffer.from(name));
        expect(await app.names()).to.include(name);
        expect((await app.picture(name)).bytes.toString()).to.equal(name);
        expect((await app.remove(name)).status).to.equal(200);
        expect(await app.names()).to.not.include(name);
      });
    }

    const hostile = [
      "..",
      "../secret",
      "a/../b",
      "a\\..\\b",
      ".",
      "bell\u0007.png",
      "line\nbreak.png",
      "x".repeat(1017),
      "é".repeat(509),
      "preview_a.png",
    ];
    for (const name of hostile) {
      it(`such as ${JSON.stringify(name).slice(0, 30)}, refuses it`, async () => {
        expect(
          await outcome(await app.post("/get-presigned-url", { filename: name, filetype: "image/png" })),
        ).to.deep.equal([400, { message: "Invalid filename" }]);
      });
    }

    it("that is hostile, refuses it in a URL too", async () => {
      for (const name of ["%2E%2E%2Fsecret", "a%2F..%2Fb", "bell%07.png", "x".repeat(1017)]) {
        expect(await outcome(await app.fetch(`/${name}`)), name).to.deep.equal([400, { message: "Invalid filename" }]);
        expect(await outcome(await app.fetch(`/delete-image/${name}`, { method: "DELETE" })), name).to.deep.equal([
          400,
          { message: "Invalid filename" },
        ]);
      }
    });

    it("that is not there, says so", async () => {
      expect(await outcome(await app.fetch("/missing.png"))).to.deep.equal([404, { message: "File not found" }]);
      expect(await outcome(await app.fetch("/missing.png?preview=true"))).to.deep.equal([
        404,
        { message: "File not found" },
      ]);
      expect(await outcome(await app.remove("missing.png"))).to.deep.equal([404, { message: "File not found" }]);
    });
  });

  it("answers 404 to what it does not have", async () => {
    for (const [method, path] of [
      ["PUT", "/list-images"],
      ["POST", "/elsewhere"],
      ["DELETE", "/missing.png"],
      ["PATCH", "/"],
    ]) {
      expect(
        await outcome(await app.fetch(path as string, { method: method as string })),
        `${method} ${path}`,
      ).to.deep.equal([404, { message: "Not found" }]);
    }
  });

  describe("called from another origin", () => {
    it("allows it, whatever the answer", async () => {
      for (const [method, path] of [
        ["GET", "/list-images"],
        ["GET", "/missing.png"],
        ["POST", "/get-presigned-url"],
        ["DELETE", "/delete-image/missing.png"],
        ["PUT", "/nothing"],
      ]) {
        const answer = await app.fetch(path as string, {
          method: method as string,
          headers: { origin: "https://example.com" },
        });
        expect(answer.headers.get("access-control-allow-origin"), `${method} ${path}`).to.equal("*");
      }
    });

    it("answers a preflight", async () => {
      const headers = {
        origin: "https://example.com",
        "access-control-request-method": "DELETE",
        "access-control-request-headers": "content-type",
      };
      const answer = await app.fetch("/delete-image/a.png", { method: "OPTIONS", headers });
      expect(answer.status).to.be.oneOf([200, 204]);
      expect(answer.headers.get("access-control-allow-origin")).to.equal("*");
      expect(answer.headers.get("access-control-allow-methods")).to.contain("DELETE");
    });

    it("lets the browser upload to the bucket", async () => {
      const { url } = await app.form("cross.png", "image/png");
      const headers = { origin: "https://example.com", "access-control-request-method": "POST" };
      const answer = await fetch(url, { method: "OPTIONS", headers });
      expect(answer.status).to.equal(200);
      expect(answer.headers.get("access-control-allow-methods")).to.contain("POST");
    });
  });
});
