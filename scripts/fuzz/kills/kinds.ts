import { createHash } from "node:crypto";
import {
  type CreateTableInput,
  GetItemCommand,
  ScanCommand,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import {
  CreateUserCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  GetUserPolicyCommand,
  ListUsersCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import {
  DeleteParameterCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  PutParameterCommand,
} from "@aws-sdk/client-ssm";
import type { Random } from "../random.ts";
import type { Clients } from "./clients.ts";
import type { Kind } from "./ledger.ts";

export const BUCKET = "kills";

const PART = 5 * 1024 * 1024;

const TableName = "kills";

export const TABLE: CreateTableInput = {
  TableName,
  BillingMode: "PAY_PER_REQUEST",
  AttributeDefinitions: ["name", "side"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
  KeySchema: [
    { AttributeName: "name", KeyType: "HASH" },
    { AttributeName: "side", KeyType: "RANGE" },
  ],
};

/** Pairs of items, put and deleted by transactions: one is there as the other is. */
export function pairs(clients: Clients, random: Random): Kind {
  const sides = ["left", "right"];
  const key = (name: string, side: string) => ({ name: { S: name }, side: { S: side } });
  const one = async (name: string, side: string) => {
    const { Item } = await clients.dynamodb.send(new GetItemCommand({ TableName, Key: key(name, side) }));
    return Item?.value?.S;
  };
  return {
    name: "pair of items",
    names: 60,
    async write(name, attempt) {
      const value = random.chance(0.15) ? undefined : md5(bytes(10, random));
      attempt(value);
      const TransactItems = sides.map((side) =>
        value === undefined
          ? { Delete: { TableName, Key: key(name, side) } }
          : { Put: { TableName, Item: { ...key(name, side), value: { S: value } } } },
      );
      await clients.dynamodb.send(new TransactWriteItemsCommand({ TransactItems }));
    },
    async read(name) {
      const [left, right] = await Promise.all(sides.map((side) => one(name, side)));
      if (left !== right) throw new Error(`${left} and ${right} are no pair`);
      return left;
    },
    async list() {
      const { Items = [] } = await clients.dynamodb.send(new ScanCommand({ TableName }));
      return [...new Set(Items.map((item) => item.name?.S ?? ""))];
    },
  };
}

/** Objects of up to 300 kB, put, put again and deleted. */
export function objects(clients: Clients, random: Random): Kind {
  return {
    name: "object",
    names: 60,
    async write(name, attempt) {
      const Key = `objects/${name}`;
      if (random.chance(0.15)) {
        attempt(undefined);
        await clients.s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key }));
        return;
      }
      const Body = bytes(random.pick([0, 10, 5_000, 70_000, 300_000]), random);
      attempt(md5(Body));
      await clients.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
    },
    read: (name) => readObject(clients.s3, `objects/${name}`),
    list: () => listObjects(clients.s3, "objects/"),
  };
}

/** Objects in two parts. */
export function multiparts(clients: Clients, random: Random): Kind {
  return {
    name: "multipart object",
    names: 4,
    async write(name, attempt) {
      const target = { Bucket: BUCKET, Key: `parts/${name}` };
      const { UploadId } = await clients.s3.send(new CreateMultipartUploadCommand(target));
      const parts = [bytes(PART, random), bytes(random.below(100_000), random)];
      attempt(md5(Buffer.concat(parts)));
      const Parts = await Promise.all(
        parts.map(async (Body, index) => {
          const PartNumber = index + 1;
          const { ETag } = await clients.s3.send(new UploadPartCommand({ ...target, UploadId, PartNumber, Body }));
          return { ETag, PartNumber };
        }),
      );
      await clients.s3.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }));
    },
    read: (name) => readObject(clients.s3, `parts/${name}`),
    list: () => listObjects(clients.s3, "parts/"),
  };
}

async function readObject(s3: S3Client, Key: string): Promise<string | undefined> {
  try {
    const { Body, ETag = "", ContentLength } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
    const whole = Buffer.from((await Body?.transformToByteArray()) ?? []);
    if (whole.length !== ContentLength) throw new Error(`${whole.length} bytes of ${ContentLength}`);
    // The ETag of an object in parts is no hash of its bytes.
    if (!ETag.includes("-") && ETag !== `"${md5(whole)}"`) throw new Error(`${ETag} is not the ETag of its bytes`);
    return md5(whole);
  } catch (error) {
    return absent(error, "NoSuchKey");
  }
}

async function listObjects(s3: S3Client, Prefix: string): Promise<string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix }));
  return Contents.map(({ Key = "" }) => Key.slice(Prefix.length));
}

export function parameters(clients: Clients, random: Random): Kind {
  return {
    name: "parameter",
    names: 40,
    async write(Name, attempt) {
      if (random.chance(0.15)) {
        attempt(undefined);
        await clients.ssm
          .send(new DeleteParameterCommand({ Name }))
          .catch((error) => absent(error, "ParameterNotFound"));
        return;
      }
      const Value = bytes(random.between(1, 1_000), random).toString("hex");
      attempt(md5(Buffer.from(Value)));
      await clients.ssm.send(new PutParameterCommand({ Name, Value, Type: "String", Overwrite: true }));
    },
    async read(Name) {
      try {
        const { Parameter } = await clients.ssm.send(new GetParameterCommand({ Name }));
        return md5(Buffer.from(Parameter?.Value ?? ""));
      } catch (error) {
        return absent(error, "ParameterNotFound");
      }
    },
    async list() {
      const found: string[] = [];
      let NextToken: string | undefined;
      do {
        const page = await clients.ssm.send(
          new DescribeParametersCommand({ MaxResults: 50, ...(NextToken ? { NextToken } : {}) }),
        );
        // Stacks make parameters, too.
        found.push(
          ...(page.Parameters ?? []).map(({ Name = "" }) => Name).filter((name) => !name.startsWith("stack-")),
        );
        NextToken = page.NextToken;
      } while (NextToken);
      return found;
    },
  };
}

/** Users with an inline policy, whose text is the value: making one takes two calls, and so does removing it. */
export function users(clients: Clients, random: Random): Kind {
  const PolicyName = "own";
  return {
    name: "user",
    names: 20,
    async write(UserName, attempt) {
      const exists = await clients.iam.send(new CreateUserCommand({ UserName })).then(
        () => false,
        (error) => {
          if (error.name !== "EntityAlreadyExistsException") throw error;
          return true;
        },
      );
      if (exists && random.chance(0.3)) {
        attempt("without a policy");
        attempt(undefined);
        await clients.iam
          .send(new DeleteUserPolicyCommand({ UserName, PolicyName }))
          .catch((error) => absent(error, "NoSuchEntityException"));
        await clients.iam.send(new DeleteUserCommand({ UserName }));
        return;
      }
      const Statement = [
        { Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::${random.below(1_000_000)}` },
      ];
      const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
      attempt("without a policy");
      attempt(PolicyDocument);
      await clients.iam.send(new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument }));
    },
    async read(UserName) {
      try {
        const { PolicyDocument = "" } = await clients.iam.send(new GetUserPolicyCommand({ UserName, PolicyName }));
        return decodeURIComponent(PolicyDocument);
      } catch (error) {
        absent(error, "NoSuchEntityException");
        const { Users = [] } = await clients.iam.send(new ListUsersCommand({}));
        return Users.some((user) => user.UserName === UserName) ? "without a policy" : undefined;
      }
    },
    async list() {
      const { Users = [] } = await clients.iam.send(new ListUsersCommand({}));
      return Users.map(({ UserName = "" }) => UserName);
    },
  };
}

/** Nothing, when an error says that the thing does not exist; any other is thrown. */
function absent(error: unknown, name: string): undefined {
  if ((error as Error).name !== name) throw error;
  return undefined;
}

function md5(data: Uint8Array): string {
  return createHash("md5").update(data).digest("hex");
}

/** Bytes that differ everywhere, quickly made. */
function bytes(length: number, random: Random): Buffer {
  const start = random.bytes(16);
  const whole = Buffer.alloc(length);
  for (let at = 0; at < length; at += 16) {
    start.writeUInt32LE(at, 0);
    start.copy(whole, at);
  }
  return whole;
}
