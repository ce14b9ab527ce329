import SpaceBetween from "@cloudscape-design/components/space-between";
import { AccessLogging } from "./access-logging.tsx";
import { Acl } from "./acl.tsx";
import { Cors } from "./cors.tsx";
import { Encryption } from "./encryption.tsx";
import { Inventory } from "./inventory.tsx";
import { Lifecycle } from "./lifecycle/lifecycle.tsx";
import { Notifications } from "./notifications/notifications.tsx";
import { ObjectLock } from "./object-lock.tsx";
import { Ownership } from "./ownership.tsx";
import { Policy } from "./policy.tsx";
import { PublicAccess } from "./public-access.tsx";
import { Replication } from "./replication.tsx";
import { Tags } from "./tags.tsx";
import { Tiering } from "./tiering.tsx";
import { Versioning } from "./versioning.tsx";
import { Website } from "./website/website.tsx";

/** How a bucket is configured. */
export function PropertiesTab({ bucket }: { readonly bucket: string }) {
  return (
    <SpaceBetween size="l">
      <Versioning bucket={bucket} />
      <Notifications bucket={bucket} />
      <Policy bucket={bucket} />
      <PublicAccess bucket={bucket} />
      <Ownership bucket={bucket} />
      <Acl bucket={bucket} />
      <Cors bucket={bucket} />
      <Lifecycle bucket={bucket} />
      <Replication bucket={bucket} />
      <Inventory bucket={bucket} />
      <Tiering bucket={bucket} />
      <AccessLogging bucket={bucket} />
      <Website bucket={bucket} />
      <Encryption bucket={bucket} />
      <ObjectLock bucket={bucket} />
      <Tags bucket={bucket} />
    </SpaceBetween>
  );
}
