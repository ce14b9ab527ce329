import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { Hash } from "@smithy/core/serde";
import { SignatureV4 } from "@smithy/signature-v4";
import { expect } from "chai";
import { type RunningCloud, startCloud } from "../../../lab/cloud/index.ts";
import { useBrowser } from "../../browser.ts";
import { send } from "../services/s3/raw.ts";
import { failure, useCloud } from "../use-cloud.ts";

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

/** The address of a call of IAM, signed in its query with the keys that everybody knows, as a page would make it. */
async function roleUrl(endpoint: string, RoleName: string): Promise<string> {
  const { hostname, port, host } = new URL(endpoint);
  const signer = new SignatureV4({
    service: "iam",
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    sha256: Hash.bind(null, "sha256") as never,
  });
  const signed = await signer.presign({
    method: "POST",
    protocol: "http:",
    hostname,
    port: Number(port),
    path: "/",
    query: { Action: "CreateRole", Version: "2010-05-08", RoleName, AssumeRolePolicyDocument: trust },
    headers: { host },
  });
  return `${endpoint}/?${new URLSearchParams(signed.query as Record<string, string>)}`;
}

describe("The door", () => {
  const lab = useCloud();
  const ask = (path: string, headers: Record<string, string>, method = "GET") =>
    send(lab.endpoint, { method, path, headers });
  const role = (RoleName: string) => lab.client(IAMClient).send(new GetRoleCommand({ RoleName }));
  const evil = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };

  it("refuses a name that an attacker's DNS leads here, in the shape of the protocol's errors", async () => {
    const host = { host: "evil.example:4566" };
    const xml = await ask("/photos", host);
    expect([xml.status, xml.text]).to.deep.equal([403, xml.text]);
    expect(xml.text).to.contain("<Code>AccessDenied</Code>").and.contain("This cloud is not called evil.example.");
    const json = await ask("/", { ...host, "x-amz-target": "AmazonSSM.GetParameter" }, "POST");
    expect(JSON.parse(json.text)).to.include({ __type: "AccessDenied" });
    for (const path of ["/_lab/token", "/_lab/health", "/_lab/", "/_aws/execute-api/abc/prod/"])
      expect((await ask(path, { ...host, accept: "text/html" })).status, path).to.equal(403);
    const api = await ask("/", { host: "abc.execute-api.evil.example" });
    expect(api.status).to.equal(403);
  });

  it("refuses what a page of another origin sends, whatever it is signed with", async () => {
    const url = new URL(await roleUrl(lab.endpoint, "by-a-page"));
    const answer = await ask(url.pathname + url.search, { ...evil, "content-type": "text/plain" }, "POST");
    expect(answer.status).to.equal(403);
    expect(answer.text).to.contain("Pages of https://evil.example may not use this cloud.");
    expect(await failure(role("by-a-page"))).to.have.property("name", "NoSuchEntityException");
    const ofProgram = await ask(url.pathname + url.search, {}, "POST");
    expect(ofProgram.status).to.equal(200);
  });

  it("refuses an address of AWS's API that somebody was made to open", async () => {
    const url = new URL(await roleUrl(lab.endpoint, "by-a-link"));
    const opened = await ask(
      url.pathname + url.search,
      { "sec-fetch-site": "none", "sec-fetch-mode": "navigate" },
      "POST",
    );
    expect(opened.status).to.equal(403);
    expect(opened.text).to.contain("The console is at /_lab/.");
  });

  it("lets nobody's page ask the lab, though links may lead to the console", async () => {
    for (const [path, method] of [
      ["/_lab/token", "GET"],
      ["/_lab/spans", "GET"],
      ["/_lab/accounts/000000000000", "DELETE"],
    ] as const)
      expect((await ask(path, evil, method)).status, path).to.equal(403);
    const visit = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", accept: "text/html" };
    expect((await ask("/_lab/s3", visit)).status).to.equal(200);
    expect((await ask("/", visit)).status).to.equal(302);
  });

  it("lets pages of this machine use the SDK, and read what is answered", async () => {
    const origin = "http://localhost:5173";
    const preflight = await ask(
      "/2015-03-31/functions",
      {
        origin,
        "sec-fetch-site": "cross-site",
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,x-amz-date",
        "access-control-request-private-network": "true",
      },
      "OPTIONS",
    );
    expect(preflight.status).to.equal(200);
    expect(preflight.headers).to.include({
      "access-control-allow-origin": origin,
      "access-control-allow-methods": "POST",
      "access-control-allow-headers": "authorization,x-amz-date",
      "access-control-allow-private-network": "true",
    });
    const refused = await ask("/2015-03-31/functions", { ...evil, "access-control-request-method": "POST" }, "OPTIONS");
    expect([refused.status, refused.headers["access-control-allow-origin"]]).to.deep.equal([403, undefined]);
    const url = new URL(await roleUrl(lab.endpoint, "by-my-page"));
    const answer = await ask(url.pathname + url.search, { origin }, "POST");
    expect([answer.status, answer.headers["access-control-allow-origin"]]).to.deep.equal([200, origin]);
    // A bucket's own rules decide, as on AWS.
    await lab.client(S3Client).send(new CreateBucketCommand({ Bucket: "without-cors" }));
    const toBucket = await ask("/without-cors/k", { origin, "access-control-request-method": "PUT" }, "OPTIONS");
    expect(toBucket.status).to.equal(403);
    expect(toBucket.text).to.contain("CORS is not enabled for this bucket");
  });

  it("shows a picture by its presigned URL in a browser, and to a foreign page only one that no page could sign", async () => {
    const s3 = lab.client(S3Client);
    await s3.send(new CreateBucketCommand({ Bucket: "pictures" }));
    await s3.send(new PutObjectCommand({ Bucket: "pictures", Key: "a.png", Body: "pixels" }));
    const presigned = async (client: S3Client) => {
      const url = new URL(await getSignedUrl(client, new GetObjectCommand({ Bucket: "pictures", Key: "a.png" })));
      return url.pathname + url.search;
    };
    const own = await presigned(s3);
    expect((await ask(own, { "sec-fetch-site": "none", "sec-fetch-mode": "navigate" })).text).to.equal("pixels");
    expect((await ask(own, { "sec-fetch-site": "cross-site" })).status).to.equal(403);
  });

  it("lets everybody's pages see what everybody may see", async () => {
    const s3 = lab.client(S3Client);
    const Bucket = "shown";
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new PutObjectCommand({ Bucket, Key: "a.png", Body: "pixels" }));
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    const statement = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `arn:aws:s3:::${Bucket}/*` };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    expect((await ask(`/${Bucket}/a.png`, { "sec-fetch-site": "cross-site" })).text).to.equal("pixels");
    expect((await ask(`/${Bucket}/a.png`, evil, "DELETE")).status).to.equal(403);
  });

  it("gives an object that a browser shows as a page an origin of its own", async () => {
    const s3 = lab.client(S3Client);
    await s3.send(new CreateBucketCommand({ Bucket: "pages" }));
    await s3.send(new PutObjectCommand({ Bucket: "pages", Key: "a.html", Body: "<script>", ContentType: "text/html" }));
    const url = new URL(await getSignedUrl(s3, new GetObjectCommand({ Bucket: "pages", Key: "a.html" })));
    const shown = (headers: Record<string, string>) => ask(url.pathname + url.search, headers);
    const page = await shown({ "sec-fetch-site": "none", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" });
    expect(page.headers["content-security-policy"]).to.match(/^sandbox /);
    expect(page.headers["content-security-policy"]).not.to.contain("allow-same-origin");
    expect((await shown({})).headers).not.to.have.property("content-security-policy");
  });

  it("answers what HTTP itself can't read", async () => {
    const { hostname, port } = new URL(lab.endpoint);
    const answerTo = (text: string) =>
      new Promise<string>((resolve, reject) => {
        const chunks: Buffer[] = [];
        const socket = connect(Number(port), hostname, () => socket.write(text));
        socket.on("data", (chunk) => chunks.push(chunk)).on("error", reject);
        socket.on("close", () => resolve(Buffer.concat(chunks).toString()));
      });
    expect(await answerTo("nonsense\r\n\r\n")).to.match(/^HTTP\/1.1 400 /);
    // What is expected besides is no matter.
    const expecting = "GET /none HTTP/1.1\r\nHost: localhost\r\nExpect: much\r\nConnection: close\r\n\r\n";
    expect(await answerTo(expecting)).to.not.match(/^HTTP\/1.1 417 /);
    expect(await answerTo(`GET /${"a".repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`)).to.match(
      /^HTTP\/1.1 431 .*The address and the headers are longer/s,
    );
  });

  it("answers when a website's address can't be read, and does not just hang up", async () => {
    const answer = await ask("/_aws/s3-website/some-bucket/%ff", {});
    expect(answer.status).to.be.within(400, 404);
  });

  it("says once who was refused, and what to do about it", async () => {
    const lines: string[] = [];
    const running = await startCloud({
      port: 0,
      log: (line) => lines.push(line),
      allowOrigin: ["https://app.example.com/"],
    });
    try {
      const get = (headers: Record<string, string>) => send(running.endpoint, { path: "/", headers });
      for (let i = 0; i < 3; i++) {
        await get({ host: "evil.example" });
        await send(running.endpoint, { method: "DELETE", path: "/bucket", headers: evil });
      }
      expect(lines).to.deep.equal([
        "Refused a request for the host evil.example. If it is this machine: --allow-host evil.example",
        "Refused a DELETE request of a page (https://evil.example). If it is yours: --allow-origin https://evil.example",
      ]);
      const allowed = await get({ origin: "https://app.example.com", "sec-fetch-site": "cross-site" });
      expect(allowed.text).not.to.contain("may not use this cloud");
    } finally {
      await running.close();
    }
  });
});

/** What a page can do without being asked: a script, as the page would have it. */
const ATTACK = `async ([fetched, beacon, formed, pictured, put]) => {
  await fetch(fetched, { method: "POST", mode: "no-cors", body: "" }).catch(() => {});
  navigator.sendBeacon(beacon, "");
  await fetch(put, { method: "PUT", body: "x" }).catch(() => {});
  const picture = document.body.appendChild(document.createElement("img"));
  await new Promise((done) => {
    picture.onerror = picture.onload = done;
    picture.src = pictured;
  });
  const form = document.body.appendChild(document.createElement("form"));
  Object.assign(form, { method: "post", action: formed });
  setTimeout(() => form.submit());
}`;

describe("A hostile page in a browser", () => {
  // A name that leads to this machine, as an attacker's DNS makes it.
  const browser = useBrowser({ args: ["--host-resolver-rules=MAP *.example 127.0.0.1"] });
  let running: RunningCloud;
  let site: Server;
  let page: string;

  before(async () => {
    running = await startCloud({ port: 0 });
    site = createServer((_, response) => response.setHeader("content-type", "text/html").end("<h1>Nice</h1>"));
    await new Promise<void>((done) => site.listen(0, "127.0.0.1", done));
    page = `http://evil.example:${(site.address() as AddressInfo).port}/`;
  });
  after(async () => {
    site.closeAllConnections();
    site.close();
    await running.close();
  });

  it("makes no role, no function and no object by any of a page's ways", async () => {
    const client = {
      endpoint: running.endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    };
    const s3 = new S3Client(client);
    await s3.send(new CreateBucketCommand({ Bucket: "target" }));
    const opened = await browser.open(page);
    const put = await getSignedUrl(s3, new PutObjectCommand({ Bucket: "target", Key: "k" }));
    const urls = await Promise.all(
      ["fetched", "beacon", "formed", "pictured"].map((name) => roleUrl(running.endpoint, name)),
    );
    const statuses: number[] = [];
    opened.on("response", (response) => {
      if (response.url().startsWith(running.endpoint)) statuses.push(response.status());
    });
    await opened.evaluate(`(${ATTACK})(${JSON.stringify([...urls, put])})`);
    await opened.waitForURL((url) => url.searchParams.get("RoleName") === "formed");
    await opened.close();
    expect(statuses.length).to.be.greaterThan(2);
    expect(new Set(statuses)).to.deep.equal(new Set([403]));
    const iam = new IAMClient({ ...client, maxAttempts: 1 });
    for (const RoleName of ["fetched", "beacon", "formed", "pictured"])
      expect(await failure(iam.send(new GetRoleCommand({ RoleName })))).to.have.property(
        "name",
        "NoSuchEntityException",
      );
    s3.destroy();
    iam.destroy();
  });

  it("reads nothing by a name of its own that leads to the lab", async () => {
    const opened = await browser.open(page);
    const { port } = new URL(running.endpoint);
    await opened.goto(`http://rebound.example:${port}/_lab/token`);
    expect(await opened.textContent("body")).to.contain("This cloud is not called rebound.example.");
    await opened.close();
  });
});
