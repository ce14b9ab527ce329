import { SSM } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { startCloud } from "../../../../../lab/cloud/index.ts";
import { useCloud } from "../../../use-cloud.ts";

const SECRET = "correct horse";

describe("A SecureString", () => {
  const lab = useCloud();
  let ssm: SSM;
  before(async () => {
    ssm = lab.client(SSM);
    await ssm.putParameter({ Name: "/app/password", Value: SECRET, Type: "SecureString" });
    await ssm.putParameter({ Name: "/app/user", Value: "ann", Type: "String" });
  });

  const ways: [way: string, read: (WithDecryption?: boolean) => Promise<(string | undefined)[]>][] = [
    [
      "GetParameter",
      async (WithDecryption) => [(await ssm.getParameter({ Name: "/app/password", WithDecryption })).Parameter?.Value],
    ],
    [
      "GetParameter of a version",
      async (WithDecryption) => [
        (await ssm.getParameter({ Name: "/app/password:1", WithDecryption })).Parameter?.Value,
      ],
    ],
    [
      "GetParameters",
      async (WithDecryption) =>
        (await ssm.getParameters({ Names: ["/app/password"], WithDecryption })).Parameters?.map((one) => one.Value) ??
        [],
    ],
    [
      "GetParametersByPath",
      async (WithDecryption) =>
        ((await ssm.getParametersByPath({ Path: "/app", WithDecryption })).Parameters ?? [])
          .filter(({ Type }) => Type === "SecureString")
          .map((one) => one.Value),
    ],
    [
      "GetParameterHistory",
      async (WithDecryption) =>
        (await ssm.getParameterHistory({ Name: "/app/password", WithDecryption })).Parameters?.map(
          (one) => one.Value,
        ) ?? [],
    ],
  ];
  for (const [way, read] of ways) {
    it(`is a ciphertext without decryption, and the value with it: ${way}`, async () => {
      const [sealed = ""] = await read();
      expect(sealed).to.match(/^[A-Za-z0-9+/]+=*$/);
      expect(Buffer.from(sealed, "base64").toString("latin1")).to.not.contain(SECRET);
      expect(await read(false)).to.deep.equal([sealed]);
      expect(await read(true)).to.deep.equal([SECRET]);
    });
  }

  it("leaves other types as they are", async () => {
    expect((await ssm.getParameter({ Name: "/app/user", WithDecryption: true })).Parameter?.Value).to.equal("ann");
    expect((await ssm.getParameter({ Name: "/app/user" })).Parameter?.Value).to.equal("ann");
  });

  it("is not the same text twice, though its value is", async () => {
    await ssm.putParameter({ Name: "/app/password", Value: SECRET, Overwrite: true });
    const sealed = async (Name: string) => (await ssm.getParameter({ Name })).Parameter?.Value;
    expect(await sealed("/app/password:1")).to.not.equal(await sealed("/app/password:2"));
  });

  it("can be read after the lab was stopped and started", async () => {
    const { mkdtemp, rm } = await import("node:fs/promises");
    const { tmpdir } = await import("node:os");
    const { join } = await import("node:path");
    const state = await mkdtemp(join(tmpdir(), "secure-string-"));
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    const withLab = async <T>(use: (client: SSM) => Promise<T>): Promise<T> => {
      const running = await startCloud({ port: 0, state });
      const client = new SSM({ endpoint: running.endpoint, region: "us-east-1", credentials });
      try {
        return await use(client);
      } finally {
        client.destroy();
        await running.close();
      }
    };
    await withLab((client) => client.putParameter({ Name: "kept", Value: SECRET, Type: "SecureString" }));
    const { Parameter } = await withLab((client) => client.getParameter({ Name: "kept", WithDecryption: true }));
    expect(Parameter?.Value).to.equal(SECRET);
    await rm(state, { recursive: true });
  });
});
