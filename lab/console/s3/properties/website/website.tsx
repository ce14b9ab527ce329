import {
  DeleteBucketWebsiteCommand,
  GetBucketWebsiteCommand,
  PutBucketWebsiteCommand,
  type WebsiteConfiguration,
} from "@aws-sdk/client-s3";
import Link from "@cloudscape-design/components/link";
import { useClient } from "../../../cloud/clients.ts";
import { usePlace } from "../../../cloud/place.ts";
import { Facts } from "../../../parts/facts.tsx";
import { BrowserS3Client } from "../../client.ts";
import { Configuration } from "../configuration.tsx";
import { FormDialog } from "../form-dialog.tsx";
import { useConfiguration, useConfigure } from "../use-configuration.ts";
import { Fields } from "./fields.tsx";
import { configurationOf, formOf, wrongRules } from "./website-form.ts";

const TITLE = "Website";

/** Whether and how a bucket is served as a website. */
export function Website({ bucket: Bucket }: { readonly bucket: string }) {
  const client = useClient(BrowserS3Client);
  const { isLab, endpoint } = usePlace();
  const answer = useConfiguration<WebsiteConfiguration>(Bucket, TITLE, () =>
    client.send(new GetBucketWebsiteCommand({ Bucket })),
  );
  const change = useConfigure(Bucket, TITLE, (WebsiteConfiguration: WebsiteConfiguration | undefined) =>
    WebsiteConfiguration
      ? client.send(new PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration }))
      : client.send(new DeleteBucketWebsiteCommand({ Bucket })),
  );
  const url = `${endpoint}/_aws/s3-website/${Bucket}/`;
  return (
    <Configuration
      title={TITLE}
      answer={answer}
      none="Off. The bucket is not served as a website."
      edit={(configuration) => (
        <FormDialog
          label="Edit website"
          begin={() => formOf(configuration)}
          change={change}
          canSave={({ kind, rules }) => kind !== "host" || wrongRules(rules) === undefined}
          onSave={(form, close) => change.mutate(configurationOf(form), { onSuccess: close })}
        >
          {(form, onChange) => <Fields form={form} onChange={onChange} />}
        </FormDialog>
      )}
    >
      {(configuration) => (
        <Facts
          items={[
            ...(isLab
              ? [
                  {
                    label: "URL",
                    value: (
                      <Link href={url} external>
                        {url}
                      </Link>
                    ),
                  },
                ]
              : []),
            ...factsOf(configuration),
          ]}
        />
      )}
    </Configuration>
  );
}

function factsOf({ IndexDocument, ErrorDocument, RedirectAllRequestsTo: to, RoutingRules = [] }: WebsiteConfiguration) {
  if (to) return [{ label: "Redirects to", value: [to.Protocol, to.HostName].filter(Boolean).join("://") }];
  return [
    { label: "Index document", value: IndexDocument?.Suffix ?? "–" },
    { label: "Error document", value: ErrorDocument?.Key ?? "–" },
    { label: "Routing rules", value: RoutingRules.length },
  ];
}
