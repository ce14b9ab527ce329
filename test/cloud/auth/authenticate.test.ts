import { GetFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { Hash } from "@smithy/core/serde";
import { SignatureV4 } from "@smithy/signature-v4";
import { expect } from "chai";
import { failure, useCloud } from "../use-cloud.ts";
import { amzDate, authorizeByHand, sha256 } from "./sign-by-hand.ts";

const MINUTE = 60_000;

describe("Authentication", () => {
  const lab = useCloud();
  const identity = (accessKeyId: string, secretAccessKey: string, sessionToken?: string) =>
    lab
      .client(STSClient, { credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) } })
      .send(new GetCallerIdentityCommand());

  describe("of a signed request", () => {
    it("takes test/test as the root of account 000000000000", async () => {
      expect(await identity("test", "test")).to.include({
        Account: "000000000000",
        Arn: "arn:aws:iam::000000000000:root",
      });
    });

    it("takes twelve digits with the secret test as the root of that account", async () => {
      expect(await identity("123456789012", "test")).to.include({ Account: "123456789012", UserId: "123456789012" });
    });

    it("refuses a wrong secret, in the words of each protocol", async () => {
      const credentials = { accessKeyId: "test", secretAccessKey: "guess" };
      expect((await failure(identity("test", "guess"))).name).to.equal("SignatureDoesNotMatch");
      const s3 = await failure(lab.client(S3Client, { credentials }).send(new ListBucketsCommand()));
      expect(s3).to.include({ name: "SignatureDoesNotMatch", AWSAccessKeyId: "test" });
      expect(s3.StringToSign).to.match(/^AWS4-HMAC-SHA256\n/);
      const lambda = await failure(
        lab.client(LambdaClient, { credentials }).send(new GetFunctionCommand({ FunctionName: "f" })),
      );
      expect(lambda.name).to.equal("InvalidSignatureException");
    });

    it("refuses a key that nobody issued, in the words of each protocol", async () => {
      const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "x" };
      const sts = await failure(identity("AKIAIOSFODNN7EXAMPLE", "x"));
      expect(sts).to.include({
        name: "InvalidClientTokenId",
        message: "The security token included in the request is invalid.",
      });
      expect(sts.$metadata?.httpStatusCode).to.equal(403);
      expect((await failure(lab.client(S3Client, { credentials }).send(new ListBucketsCommand()))).name).to.equal(
        "InvalidAccessKeyId",
      );
      const lambda = await failure(
        lab.client(LambdaClient, { credentials }).send(new GetFunctionCommand({ FunctionName: "f" })),
      );
      expect(lambda.name).to.equal("UnrecognizedClientException");
    });

    it("refuses a request that was changed after it was signed", async () => {
      const signer = new SignatureV4({
        service: "sts",
        region: "us-east-1",
        credentials: { accessKeyId: "test", secretAccessKey: "test" },
        sha256: Hash.bind(null, "sha256") as never,
      });
      const { host, hostname, port } = new URL(lab.endpoint);
      const body = "Action=GetCallerIdentity&Version=2011-06-15";
      const headers = { host, "content-type": "application/x-www-form-urlencoded" };
      const request = {
        method: "POST",
        protocol: "http:",
        hostname,
        port: Number(port),
        path: "/",
        query: {},
        headers,
        body,
      };
      const { headers: signed } = (await signer.sign(request as never)) as unknown as {
        headers: Record<string, string>;
      };
      const send = (changes: { path?: string; body?: string; headers?: Record<string, string> }) =>
        fetch(lab.endpoint + (changes.path ?? "/"), {
          method: "POST",
          headers: { ...signed, ...changes.headers },
          body: changes.body ?? body,
        });
      expect((await send({})).status).to.equal(200);
      expect((await send({ body: `${body}&Extra=1` })).status).to.equal(403);
      expect((await send({ path: "/?a=b" })).status).to.equal(403);
      expect(
        (await send({ headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" } })).status,
      ).to.equal(403);
    });

    it("refuses one that leaves out the host or a header of AWS's, in the words of each protocol", async () => {
      const { host } = new URL(lab.endpoint);
      const send = async (service: string, left: string, headers: Record<string, string> = {}) => {
        const dated = { "x-amz-date": amzDate(lab.clock.now()), ...headers };
        const signed = ["host", ...Object.keys(dated)].filter((name) => name !== left);
        const path = "/2015-03-31/functions/";
        const request = { path, date: dated["x-amz-date"], service, signed, headers: dated };
        const answer = await fetch(lab.endpoint + path, {
          headers: { ...dated, authorization: authorizeByHand(host, request) },
        });
        return [answer.status, await answer.text()] as const;
      };
      const [host403, noHost] = await send("lambda", "host");
      expect(host403).to.equal(403);
      expect(noHost).to.include("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
      const [status, noType] = await send("lambda", "x-amz-invocation-type", { "x-amz-invocation-type": "Event" });
      expect(status).to.equal(403);
      expect(noType).to.include("'x-amz-invocation-type' must be a 'SignedHeader' in the AWS Authorization.");
      const [, noDate] = await send("lambda", "x-amz-date");
      expect(noDate).to.include("'x-amz-date' must be a 'SignedHeader'");
      expect((await send("lambda", ""))[0]).to.equal(200);
      const sts = { "content-type": "application/x-www-form-urlencoded" };
      const body = "Action=GetCallerIdentity&Version=2011-06-15";
      const date = amzDate(lab.clock.now());
      const unhosted = {
        method: "POST",
        path: "/",
        service: "sts",
        date,
        signed: ["x-amz-date"],
        payload: sha256(body),
      };
      const authorization = authorizeByHand(host, { ...unhosted, headers: { "x-amz-date": date } });
      const headers = { ...sts, "x-amz-date": date, authorization };
      const answer = await fetch(lab.endpoint, { method: "POST", headers, body });
      expect(answer.status).to.equal(403);
      expect(await answer.text()).to.match(/<Code>SignatureDoesNotMatch<.*Host.+ must be a/s);
    });

    it("refuses a malformed Authorization header without falling over", async () => {
      for (const authorization of [
        "AWS4-HMAC-SHA256",
        "AWS4-HMAC-SHA256 Credential=test",
        "Basic dGVzdDp0ZXN0",
        "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=00",
      ]) {
        const answer = await fetch(`${lab.endpoint}/bucket`, { headers: { authorization } });
        expect(answer.status, authorization).to.be.within(400, 403);
        expect(await answer.text(), authorization).to.match(
          /<Code>(AuthorizationHeaderMalformed|InvalidArgument|AccessDenied)<\/Code>|IncompleteSignature|NotImplemented/,
        );
      }
    });

    it("tells a client of S3 the region that it should have signed for, when there is none of that name", async () => {
      for (const region of ["US", "local", "us-east"]) {
        const client = lab.client(S3Client, { region });
        (client.config as { systemClockOffset: number }).systemClockOffset = lab.clock.now() - Date.now();
        const error = await failure(client.send(new ListBucketsCommand()));
        const message = `the region '${region}' is wrong; expecting 'us-east-1'`;
        expect(error).to.include({
          name: "AuthorizationHeaderMalformed",
          Region: "us-east-1",
          message: `The authorization header is malformed; ${message}`,
        });
        const url = await getSignedUrl(client, new ListBucketsCommand(), { expiresIn: 60 });
        const answer = await fetch(url);
        expect(answer.status).to.equal(400);
        expect(await answer.text())
          .to.contain("<Code>AuthorizationQueryParametersError</Code>")
          .and.contain(`Error parsing the X-Amz-Credential parameter; ${message}`.replaceAll("'", "&apos;"))
          .and.contain("<Region>us-east-1</Region>");
        client.destroy();
      }
    });

    it("refuses a request without any signature", async () => {
      const answer = await fetch(lab.endpoint);
      expect(answer.status).to.equal(403);
      expect(await answer.text()).to.contain("<Code>AccessDenied</Code>");
    });
  });

  describe("of a session", () => {
    it("needs its token, and ends when it expires on the lab's clock", async () => {
      const { credentials } = lab.running.cloud;
      const caller = {
        kind: "session" as const,
        account: "000000000000",
        arn: "arn:aws:sts::000000000000:assumed-role/r/s",
        userId: "AROA:s",
      };
      const session = credentials.issueSession(caller, 900);
      const { AccessKeyId: key, SecretAccessKey: secret, SessionToken: token } = session;
      expect((await identity(key, secret, token)).Arn).to.equal(caller.arn);
      expect((await failure(identity(key, secret))).name).to.equal("InvalidClientTokenId");
      expect((await failure(identity(key, secret, "other"))).name).to.equal("InvalidClientTokenId");
      expect(credentials.find(key, token)).to.have.property("secret", secret);
      lab.clock.advance(15 * MINUTE);
      expect(credentials.find(key, token)).to.equal("expired");
    });
  });

  describe("of a presigned URL", () => {
    let s3: S3Client;
    before(async () => {
      s3 = lab.client(S3Client, { region: "us-east-1" });
      await presigning(() => s3.send(new CreateBucketCommand({ Bucket: "presigned" })));
      await presigning(() => s3.send(new PutObjectCommand({ Bucket: "presigned", Key: "a b/ü+%", Body: "hello" })));
    });

    // The lab's clock was moved by a test above; clients sign with the lab's time.
    const presigning = <R>(work: () => R): R => {
      (s3.config as { systemClockOffset: number }).systemClockOffset = lab.clock.now() - Date.now();
      return work();
    };
    const url = (expiresIn: number) =>
      getSignedUrl(s3, new GetObjectCommand({ Bucket: "presigned", Key: "a b/ü+%" }), {
        expiresIn,
        signingDate: lab.clock.date(),
      } as never);

    it("gives what was signed, to anyone who has it", async () => {
      const answer = await fetch(await url(60));
      expect(answer.status).to.equal(200);
      expect(await answer.text()).to.equal("hello");
    });

    it("is refused when any part of it is changed", async () => {
      const good = await url(60);
      for (const bad of [
        good.replace("%C3%BC", "u"),
        `${good}&response-content-type=text/html`,
        good.replace("X-Amz-Expires=60", "X-Amz-Expires=61"),
        good.replace(/.$/, "z"),
      ]) {
        const answer = await fetch(bad);
        expect(answer.status, bad).to.equal(403);
        expect(await answer.text()).to.contain("<Code>SignatureDoesNotMatch</Code>");
      }
    });

    it("is refused for another method", async () => {
      expect((await fetch(await url(60), { method: "DELETE" })).status).to.equal(403);
    });

    it("expires on the lab's clock, and says when it did", async () => {
      const signed = await url(60);
      lab.clock.advance(61_000);
      const answer = await fetch(signed);
      expect(answer.status).to.equal(403);
      expect(await answer.text()).to.match(
        /<Code>AccessDenied<\/Code><Message>Request has expired<\/Message><X-Amz-Expires>60<\/X-Amz-Expires><Expires>/,
      );
    });

    it("may be valid for a week and no longer", async () => {
      const tooLong = (await url(60)).replace("X-Amz-Expires=60", "X-Amz-Expires=604801");
      const answer = await fetch(tooLong);
      expect(answer.status).to.equal(400);
      expect(await answer.text()).to.contain("<Code>AuthorizationQueryParametersError</Code>");
    });
  });

  describe("against the clock", () => {
    /** The status of a request that is signed so many milliseconds away from the lab's time. */
    const signedAt = async (offset: number) => {
      const s3 = lab.client(S3Client);
      (s3.config as { systemClockOffset: number }).systemClockOffset = lab.clock.now() - Date.now() + offset;
      const sent = s3.send(new HeadBucketCommand({ Bucket: "nobody-has-this" }));
      return (await sent.catch((error) => error)).$metadata.httpStatusCode as number;
    };

    it("refuses what was signed more than fifteen minutes away from the lab's time", async () => {
      await lab.clock.advance(2 * 60 * MINUTE);
      expect(await signedAt(0)).to.equal(404);
      expect(await signedAt(16 * MINUTE)).to.equal(403);
    });

    it("accepts the machine's time when the lab's was moved, since most clients correct no clock", async () => {
      expect(await signedAt(Date.now() - lab.clock.now())).to.equal(404);
      expect(await signedAt(Date.now() - lab.clock.now() - 16 * MINUTE)).to.equal(403);
    });
  });
});
