import {
  AddClientIDToOpenIDConnectProviderCommand,
  CreateOpenIDConnectProviderCommand,
  DeleteOpenIDConnectProviderCommand,
  GetOpenIDConnectProviderCommand,
  IAMClient,
  ListOpenIDConnectProvidersCommand,
  ListOpenIDConnectProviderTagsCommand,
  RemoveClientIDFromOpenIDConnectProviderCommand,
  TagOpenIDConnectProviderCommand,
  UntagOpenIDConnectProviderCommand,
  UpdateOpenIDConnectProviderThumbprintCommand,
} from "@aws-sdk/client-iam";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";

const THUMBPRINT = "c3768084dfb3d2b68b7897bf5f565da8efEXAMPLE".replace("EXAMPLE", "0123456").slice(0, 40);

describe("An OpenID Connect provider", () => {
  const lab = useCloud();
  let iam: IAMClient;
  before(() => {
    iam = lab.client(IAMClient);
  });
  const create = (Url: string, more: object = {}) => iam.send(new CreateOpenIDConnectProviderCommand({ Url, ...more }));
  const get = (OpenIDConnectProviderArn: string) =>
    iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));

  it("is known by its URL without the scheme", async () => {
    const { OpenIDConnectProviderArn: arn = "" } = await create("https://server.example.com/id/A", {
      ClientIDList: ["app"],
      ThumbprintList: [THUMBPRINT],
      Tags: [{ Key: "team", Value: "red" }],
    });
    expect(arn).to.equal("arn:aws:iam::000000000000:oidc-provider/server.example.com/id/A");
    const { CreateDate, $metadata, ...found } = await get(arn);
    expect(found).to.deep.equal({
      Url: "server.example.com/id/A",
      ClientIDList: ["app"],
      ThumbprintList: [THUMBPRINT],
      Tags: [{ Key: "team", Value: "red" }],
    });
    const { OpenIDConnectProviderList } = await iam.send(new ListOpenIDConnectProvidersCommand());
    expect(OpenIDConnectProviderList).to.deep.include({ Arn: arn });
    const again = await failure(create("https://server.example.com/id/A"));
    expect([again.name, again.message]).to.deep.equal([
      "EntityAlreadyExistsException",
      "Provider with url https://server.example.com/id/A already exists.",
    ]);
  });

  it("has its applications, thumbprints and tags changed", async () => {
    const { OpenIDConnectProviderArn = "" } = await create("https://changing.example.com");
    const on = { OpenIDConnectProviderArn };
    for (const ClientID of ["a", "b", "b"])
      await iam.send(new AddClientIDToOpenIDConnectProviderCommand({ ...on, ClientID }));
    for (const ClientID of ["a", "never"])
      await iam.send(new RemoveClientIDFromOpenIDConnectProviderCommand({ ...on, ClientID }));
    await iam.send(new UpdateOpenIDConnectProviderThumbprintCommand({ ...on, ThumbprintList: [THUMBPRINT] }));
    await iam.send(
      new TagOpenIDConnectProviderCommand({
        ...on,
        Tags: [
          { Key: "a", Value: "1" },
          { Key: "b", Value: "2" },
        ],
      }),
    );
    await iam.send(new UntagOpenIDConnectProviderCommand({ ...on, TagKeys: ["a"] }));
    expect(await get(OpenIDConnectProviderArn)).to.deep.include({ ClientIDList: ["b"], ThumbprintList: [THUMBPRINT] });
    expect((await iam.send(new ListOpenIDConnectProviderTagsCommand(on))).Tags).to.deep.equal([
      { Key: "b", Value: "2" },
    ]);
  });

  it("goes, and going twice is no fault", async () => {
    const { OpenIDConnectProviderArn = "" } = await create("https://going.example.com");
    const remove = () => iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
    await remove();
    await remove();
    const gone = await failure(get(OpenIDConnectProviderArn));
    expect([gone.name, gone.message]).to.deep.equal([
      "NoSuchEntityException",
      `OpenIDConnect Provider not found for arn ${OpenIDConnectProviderArn}`,
    ]);
  });

  it("is another account's business only there", async () => {
    const { OpenIDConnectProviderArn = "" } = await create("https://ours.example.com");
    const other = lab.client(IAMClient, { credentials: { accessKeyId: "111111111111", secretAccessKey: "test" } });
    const error = await failure(other.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn })));
    expect(error.name).to.equal("AccessDenied");
  });

  it("may be on this machine, by plain HTTP and at a port", async () => {
    const { OpenIDConnectProviderArn } = await create("http://127.0.0.1:8080/realms/town");
    expect(OpenIDConnectProviderArn).to.match(/oidc-provider\/127\.0\.0\.1:8080\/realms\/town$/);
    await create("http://localhost:8081");
    await create("http://[::1]:8082");
  });

  for (const [what, url] of [
    ["plain HTTP elsewhere", "http://server.example.com"],
    ["a host that only looks like this machine", "http://127.0.0.1.example.com"],
    ["a query", "https://server.example.com/?a=b"],
    ["a password", "https://me:secret@server.example.com"],
    ["another scheme", "file:///etc/passwd"],
    ["no URL", "server.example.com"],
  ] as const) {
    it(`is refused for ${what}`, async () => {
      const error = await failure(create(url));
      expect([error.name, error.message]).to.deep.equal(["ValidationError", "Invalid Open ID Connect Provider URL"]);
    });
  }

  it("is refused for too long a URL", async () => {
    const error = await failure(create(`https://server.example.com/${"a".repeat(250)}`));
    expect(error.name).to.equal("ValidationError");
    expect(error.message).to.match(
      /'url' failed to satisfy constraint: Member must have length less than or equal to 255$/,
    );
  });

  it("has its limits", async () => {
    const many = (count: number) => Array.from({ length: count }, (_, i) => `app-${i}`);
    const limits: [object, string, RegExp][] = [
      [
        { ClientIDList: many(101) },
        "LimitExceededException",
        /^Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100$/,
      ],
      [{ ClientIDList: ["a".repeat(256)] }, "ValidationError", /'clientIDList'/],
      [
        { ThumbprintList: Array(6).fill(THUMBPRINT) },
        "InvalidInputException",
        /^Thumbprint list must contain fewer than 5 entries\.$/,
      ],
      [{ ThumbprintList: ["abc"] }, "ValidationError", /'thumbprintList'/],
      [{ Tags: [{ Key: "aws:x", Value: "" }] }, "InvalidInputException", /reserved/],
    ];
    for (const [more, code, message] of limits) {
      const error = await failure(create("https://limits.example.com", more));
      expect(error.name).to.equal(code);
      expect(error.message).to.match(message);
    }
    const client = lab.client(IAMClient, { credentials: { accessKeyId: "222222222222", secretAccessKey: "test" } });
    const send = (i: number) =>
      client.send(new CreateOpenIDConnectProviderCommand({ Url: `https://p${i}.example.com` }));
    for (let i = 0; i < 100; i += 1) await send(i);
    expect((await failure(send(100))).message).to.equal(
      "Cannot exceed quota for OpenIdConnectProvidersPerAccount: 100",
    );
  });
});
