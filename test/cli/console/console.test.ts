import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { AttachUserPolicyCommand, CreateAccessKeyCommand, CreateUserCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { type ConsoleServer, serveConsole } from "../../../lab/cli/console/server.ts";
import { type RunningCloud, startCloud } from "../../../lab/cloud/index.ts";
import { screenshot, useBrowser } from "../../browser.ts";

const ROOT = { accessKeyId: "test", secretAccessKey: "test" };

describe("lab console, for a cloud that has none", function () {
  this.timeout(60_000);

  let cloud: RunningCloud;
  let server: ConsoleServer;
  let origin: string;
  let accessKey: string;
  before(async () => {
    cloud = await startCloud({ port: 0 });
    const iam = new IAMClient({ endpoint: cloud.endpoint, region: "us-east-1", credentials: ROOT });
    await iam.send(new CreateUserCommand({ UserName: "ada" }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "ada" }));
    const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = AccessKey ?? {};
    iam.destroy();
    const credentials = async () => ({ accessKeyId, secretAccessKey });
    server = await serveConsole({ endpoint: cloud.endpoint, region: "eu-west-1", port: 0, credentials });
    origin = new URL(server.url).origin;
    accessKey = new URL(server.url).hash.replace("#key=", "");
  });
  after(async () => {
    await server?.close();
    await cloud?.close();
  });

  /** Sends a request line as it is: no client would. */
  const raw = (path: string, headers: Record<string, string>, port = Number(new URL(origin).port)) =>
    new Promise<{ status: number | undefined }>((resolve, reject) => {
      request({ host: "127.0.0.1", port, path, headers, setHost: false }, (response) =>
        resolve({ status: response.resume().statusCode }),
      )
        .on("error", reject)
        .end();
    });
  const settings = (accessKeyId: string) => ({
    endpoint: origin,
    region: "eu-west-1",
    credentials: { accessKeyId, secretAccessKey: "test" },
  });

  it("passes the page's calls on, as who owns the credentials", async () => {
    const sts = new STSClient(settings(accessKey));
    const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
    sts.destroy();
    expect(Arn).to.equal("arn:aws:iam::000000000000:user/ada");
  });

  it("passes bodies through in both directions", async () => {
    const direct = new S3Client({
      ...settings("test"),
      endpoint: cloud.endpoint,
      credentials: ROOT,
      forcePathStyle: true,
    });
    await direct.send(new CreateBucketCommand({ Bucket: "open" }));
    direct.destroy();
    const iam = new IAMClient({ endpoint: cloud.endpoint, region: "us-east-1", credentials: ROOT });
    const PolicyArn = "arn:aws:iam::aws:policy/AmazonS3FullAccess";
    await iam.send(new AttachUserPolicyCommand({ UserName: "ada", PolicyArn }));
    iam.destroy();
    const s3 = new S3Client({ ...settings(accessKey), forcePathStyle: true });
    const Key = "a folder/ünï %20+.txt";
    await s3.send(new PutObjectCommand({ Bucket: "open", Key, Body: "hello".repeat(100_000) }));
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: "open", Key }));
    expect((await Body?.transformToString())?.length).to.equal(500_000);
    s3.destroy();
  });

  it("takes no call but the page's, and nothing from other pages or by other names", async () => {
    const sts = new STSClient(settings("test"));
    const refused = await sts.send(new GetCallerIdentityCommand({})).catch((error) => error.$metadata.httpStatusCode);
    sts.destroy();
    expect(refused).to.equal(403);
    expect((await fetch(`${origin}/`, { method: "POST", body: "Action=GetCallerIdentity" })).status).to.equal(403);
    expect((await fetch(`${origin}/_lab/place`, { headers: { origin: "http://evil.example" } })).status).to.equal(403);
  });

  it("hands its page's key to nobody who asks", async () => {
    expect(accessKey).to.match(/^[0-9a-f]{32}$/);
    for (const path of ["/_lab/place", "/_lab/", "/_lab/token"])
      expect(await (await fetch(`${origin}${path}`)).text(), path).not.to.contain(accessKey);
  });

  it("answers to its own names alone, and to no other page", async () => {
    const { port } = new URL(origin);
    for (const [headers, status] of [
      [{ host: `127.0.0.1:${port}` }, 200],
      [{ host: `localhost:${port}` }, 200],
      [{ host: "127.0.0.1:1" }, 403],
      [{ host: "localhost" }, 403],
      [{ host: `evil.localhost:${port}` }, 403],
      [{ host: `127.0.0.1:${port}`, "sec-fetch-site": "cross-site" }, 403],
      [{ host: `127.0.0.1:${port}`, origin: "http://127.0.0.1:1" }, 403],
    ] as const)
      expect((await raw("/_lab/place", headers)).status, JSON.stringify(headers)).to.equal(status);
  });

  describe("in front of a cloud and a stranger", () => {
    /** Who signed what came to the cloud, and to a server that no call is meant for. */
    const [toCloud, toStranger]: [string[], string[]] = [[], []];
    let [inFront, cloudLike, stranger]: [ConsoleServer?, Server?, Server?] = [];
    before(async () => {
      const listen = async (seen: string[]) => {
        const server = createServer((request, response) => {
          seen.push(`${request.url} ${request.headers.host}`);
          response.end("{}");
        });
        await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
        return server;
      };
      cloudLike = await listen(toCloud);
      stranger = await listen(toStranger);
      inFront = await serveConsole({
        endpoint: urlOf(cloudLike),
        region: "eu-west-1",
        port: 0,
        credentials: async () => ROOT,
      });
    });
    after(async () => {
      await inFront?.close();
      for (const server of [cloudLike, stranger]) server?.close();
    });
    const urlOf = (server?: Server) => `http://127.0.0.1:${(server?.address() as AddressInfo | undefined)?.port}`;

    for (const [what, pathOf] of [
      ["//host/path", (host: string) => `//${host}/bucket`],
      ["/\\host/path", (host: string) => `/\\${host}/bucket`],
      ["\\\\host/path", (host: string) => `\\\\${host}/bucket`],
      ["http://host/path", (host: string) => `http://${host}/bucket`],
      ["HTTP://user@host/path", (host: string) => `HTTP://user@${host}/bucket`],
      ["@host/path", (host: string) => `@${host}/bucket`],
      ["/@host//path", (host: string) => `/@${host}//bucket`],
      ["///host", (host: string) => `///${host}`],
    ] as const)
      it(`sends a call of ${what} to the cloud, or nowhere`, async () => {
        const key = new URL(inFront?.url ?? "").hash.replace("#key=", "");
        const host = new URL(urlOf(stranger)).host;
        const scope = `${key}/20261120/eu-west-1/s3/aws4_request`;
        const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=00`;
        const before = toCloud.length;
        const own = new URL(inFront?.url ?? "");
        const { status } = await raw(
          pathOf(host),
          { host: own.host, authorization, "x-amz-date": "20261120T000000Z" },
          Number(own.port),
        );
        expect(toStranger).to.deep.equal([]);
        const arrived = toCloud.slice(before);
        if (status === 200) expect(arrived[0]).to.match(new RegExp(` ${new URL(urlOf(cloudLike)).host}$`));
        else expect([status, arrived]).to.deep.equal([400, []]);
      });
  });

  describe("in a browser", () => {
    const browser = useBrowser();

    it("shows the cloud, and not what only a lab knows", async () => {
      const page = await browser.open(server.url);
      await page.getByRole("button", { name: "Region eu-west-1" }).waitFor();
      // A key in the address would be shared with it.
      expect(page.url()).to.equal(`${origin}/_lab/`);
      await page.getByRole("link", { name: "1", exact: true }).first().waitFor();
      expect(await page.getByRole("link", { name: "Trace" }).count()).to.equal(0);
      await page.reload();
      await page.getByRole("link", { name: "1", exact: true }).first().waitFor();
    });

    it("says what is missing to a page that was opened without its key", async () => {
      const page = await browser.open(`${origin}/_lab/`);
      await page.getByText("This page has no key").waitFor();
      await screenshot(page, "console-without-key");
    });
  });
});
