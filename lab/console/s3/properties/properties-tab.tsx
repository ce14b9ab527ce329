import {
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketWebsiteCommand,
  GetPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useClient } from "../../cloud/clients.ts";
import { BrowserS3Client } from "../client.ts";
import { Configuration } from "./configuration.tsx";
import { Versioning } from "./versioning.tsx";

/** How a bucket is configured. */
export function PropertiesTab({ bucket }: { readonly bucket: string }) {
  const client = useClient(BrowserS3Client);
  const asked = { Bucket: bucket };
  return (
    <SpaceBetween size="l">
      <Versioning bucket={bucket} />
      <Configuration
        bucket={bucket}
        title="Encryption"
        ask={async () => (await client.send(new GetBucketEncryptionCommand(asked))).ServerSideEncryptionConfiguration}
        none="Objects are encrypted as S3 does by itself."
      />
      <Configuration
        bucket={bucket}
        title="Policy"
        ask={async () => (await client.send(new GetBucketPolicyCommand(asked))).Policy}
        none="None: identities' own policies decide who may do what."
      />
      <Configuration
        bucket={bucket}
        title="Public access block"
        ask={async () => (await client.send(new GetPublicAccessBlockCommand(asked))).PublicAccessBlockConfiguration}
        none="None: the policy may let everybody in."
      />
      <Configuration
        bucket={bucket}
        title="CORS"
        ask={async () => (await client.send(new GetBucketCorsCommand(asked))).CORSRules}
        none="None: pages of other origins can't read the answers."
      />
      <Configuration
        bucket={bucket}
        title="Lifecycle"
        ask={async () => (await client.send(new GetBucketLifecycleConfigurationCommand(asked))).Rules}
        none="None: objects stay until they are deleted."
      />
      <Configuration
        bucket={bucket}
        title="Website"
        ask={async () => {
          const { $metadata, ...website } = await client.send(new GetBucketWebsiteCommand(asked));
          return website;
        }}
        none="None: it is not served as a website."
      />
      <Configuration
        bucket={bucket}
        title="Tags"
        ask={async () => (await client.send(new GetBucketTaggingCommand(asked))).TagSet}
        none="None."
      />
    </SpaceBetween>
  );
}
