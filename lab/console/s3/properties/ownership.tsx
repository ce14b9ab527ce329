import {
  GetBucketOwnershipControlsCommand,
  type ObjectOwnership,
  PutBucketOwnershipControlsCommand,
} from "@aws-sdk/client-s3";
import RadioGroup from "@cloudscape-design/components/radio-group";
import { useClient } from "../../cloud/clients.ts";
import { BrowserS3Client } from "../client.ts";
import { Configuration } from "./configuration.tsx";
import { FormDialog } from "./form-dialog.tsx";
import { useConfiguration, useConfigure } from "./use-configuration.ts";

const TITLE = "Object ownership";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html */
const CHOICES = [
  {
    value: "BucketOwnerEnforced",
    label: "ACLs disabled",
    description: "The bucket owner owns every object. Policies alone decide who has access.",
  },
  {
    value: "BucketOwnerPreferred",
    label: "ACLs enabled, bucket owner preferred",
    description: "The bucket owner owns objects uploaded with the ACL bucket-owner-full-control.",
  },
  {
    value: "ObjectWriter",
    label: "ACLs enabled, object writer",
    description: "Objects belong to the account that uploads them.",
  },
];

/** Who owns what others put into a bucket, and whether ACLs count. */
export function Ownership({ bucket: Bucket }: { readonly bucket: string }) {
  const client = useClient(BrowserS3Client);
  const answer = useConfiguration(Bucket, TITLE, async () => {
    const { OwnershipControls } = await client.send(new GetBucketOwnershipControlsCommand({ Bucket }));
    return OwnershipControls?.Rules?.[0]?.ObjectOwnership;
  });
  const change = useConfigure(Bucket, TITLE, (ObjectOwnership: ObjectOwnership) =>
    client.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: { Rules: [{ ObjectOwnership }] } })),
  );
  return (
    <Configuration
      title={TITLE}
      answer={answer}
      none={described("ObjectWriter")}
      edit={(ownership) => (
        <FormDialog<string>
          label="Edit object ownership"
          begin={() => ownership ?? "ObjectWriter"}
          change={change}
          onSave={(value, close) => change.mutate(value as ObjectOwnership, { onSuccess: close })}
        >
          {(value, onChange) => (
            <RadioGroup
              ariaLabel={TITLE}
              value={value}
              items={CHOICES}
              onChange={({ detail }) => onChange(detail.value)}
            />
          )}
        </FormDialog>
      )}
    >
      {described}
    </Configuration>
  );
}

function described(ownership: string): string {
  const choice = CHOICES.find(({ value }) => value === ownership);
  return choice ? `${choice.label}. ${choice.description}` : ownership;
}
