import { GetObjectCommand } from "@aws-sdk/client-s3";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useChange } from "../../cloud/queries.ts";
import { Copied } from "../../parts/copied.tsx";
import { Time } from "../../parts/time.tsx";
import type { ObjectAddress } from "../addresses.ts";
import { BrowserS3Client } from "../client.ts";
import { presigned } from "../presigned.ts";

const HOUR = 3600;

/** Seven days are the most that a signature is valid. https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html */
const DURATIONS = [
  { value: String(HOUR / 12), label: "5 minutes" },
  { value: String(HOUR), label: "1 hour" },
  { value: String(12 * HOUR), label: "12 hours" },
  { value: String(24 * HOUR), label: "1 day" },
  { value: String(7 * 24 * HOUR), label: "7 days" },
];

/** Makes a link with which anybody can read the object, for a while. */
export function PresignedLink({ object }: { readonly object: ObjectAddress }) {
  const client = useClient(BrowserS3Client);
  const [duration, setDuration] = useState(String(HOUR));
  const make = useChange(async (seconds: number) => ({
    url: await presigned(client, new GetObjectCommand(object), seconds),
    until: Date.now() + seconds * 1000,
  }));
  return (
    <Container
      header={
        <Header description="Anyone with this link can read the object until it expires, with your permissions.">
          Presigned link
        </Header>
      }
    >
      <SpaceBetween size="m">
        <FormField label="Valid for">
          <SpaceBetween direction="horizontal" size="xs">
            <Select
              selectedOption={DURATIONS.find(({ value }) => value === duration) ?? null}
              options={DURATIONS}
              onChange={({ detail }) => setDuration(detail.selectedOption.value ?? duration)}
              ariaLabel="Valid for"
            />
            <Button variant="primary" loading={make.isPending} onClick={() => make.mutate(Number(duration))}>
              Make a link
            </Button>
          </SpaceBetween>
        </FormField>
        {make.data && (
          <FormField
            label="The link"
            constraintText={
              <>
                Until <Time at={make.data.until} />
              </>
            }
          >
            <div style={{ overflowWrap: "anywhere" }}>
              <Copied text={make.data.url} />
            </div>
          </FormField>
        )}
      </SpaceBetween>
    </Container>
  );
}
