import SpaceBetween from "@cloudscape-design/components/space-between";
import { Cors } from "./cors.tsx";
import { Encryption, Tags, Website } from "./facts.tsx";
import { Lifecycle } from "./lifecycle/lifecycle.tsx";
import { Notifications } from "./notifications/notifications.tsx";
import { Policy } from "./policy.tsx";
import { PublicAccess } from "./public-access.tsx";
import { Versioning } from "./versioning.tsx";

/** How a bucket is configured. */
export function PropertiesTab({ bucket }: { readonly bucket: string }) {
  return (
    <SpaceBetween size="l">
      <Versioning bucket={bucket} />
      <Notifications bucket={bucket} />
      <Policy bucket={bucket} />
      <PublicAccess bucket={bucket} />
      <Cors bucket={bucket} />
      <Lifecycle bucket={bucket} />
      <Encryption bucket={bucket} />
      <Website bucket={bucket} />
      <Tags bucket={bucket} />
    </SpaceBetween>
  );
}
