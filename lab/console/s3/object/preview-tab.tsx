import { GetObjectCommand, type HeadObjectCommandOutput } from "@aws-sdk/client-s3";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Spinner from "@cloudscape-design/components/spinner";
import type { ReactNode } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useAnswer } from "../../cloud/queries.ts";
import { Code, Json } from "../../parts/code.tsx";
import { PageError } from "../../parts/page-error.tsx";
import { sizeOf } from "../../parts/sizes.ts";
import type { ObjectAddress } from "../addresses.ts";
import { BrowserS3Client } from "../client.ts";
import { Picture } from "./picture.tsx";
import { lookOf, pictureType, textOf } from "./preview.ts";

interface Props {
  readonly object: ObjectAddress;
  readonly head: HeadObjectCommandOutput;
}

/** Shows what is in an object, as far as it is a picture or text that is not too long. */
export function PreviewTab({ object, head }: Props) {
  const client = useClient(BrowserS3Client);
  const { Bucket, Key, VersionId } = object;
  const { ETag, ContentType, ContentLength = 0 } = head;
  const look = lookOf(Key, head);
  const answer = useAnswer(
    ["s3", "body", Bucket, Key, VersionId, ETag],
    async (abortSignal) => {
      const { Body } = await client.send(new GetObjectCommand(object), { abortSignal });
      return (await Body?.transformToByteArray()) ?? new Uint8Array();
    },
    { when: look !== "nothing" && ContentLength > 0 },
  );
  const type = pictureType(Key, ContentType);
  return (
    <Container>
      {ContentLength === 0 ? (
        "It is empty."
      ) : look === "nothing" ? (
        <NoPreview>
          {sizeOf(ContentLength)} of {ContentType} are not shown here: download it.
        </NoPreview>
      ) : answer.error ? (
        <PageError error={answer.error} />
      ) : !answer.data ? (
        <Spinner />
      ) : type ? (
        <Picture bytes={answer.data} type={type} name={Key} />
      ) : (
        <TextPreview bytes={answer.data} type={ContentType} />
      )}
    </Container>
  );
}

function TextPreview({ bytes, type = "" }: { readonly bytes: Uint8Array; readonly type: string | undefined }) {
  const text = textOf(bytes);
  if (text === undefined) return <NoPreview>It is neither a picture nor text ({type}): download it.</NoPreview>;
  const isJson = /json/.test(type) || /^\s*[[{]/.test(text);
  return isJson ? <Json value={text} label="The object" /> : <Code text={text} label="The object" lineNumbers />;
}

function NoPreview({ children }: { readonly children: ReactNode }) {
  return <Box color="text-status-inactive">{children}</Box>;
}
