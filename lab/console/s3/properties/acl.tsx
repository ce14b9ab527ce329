import { GetBucketAclCommand, type Grant, type Owner, type Permission, PutBucketAclCommand } from "@aws-sdk/client-s3";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useClient } from "../../cloud/clients.ts";
import { Facts } from "../../parts/facts.tsx";
import { BrowserS3Client } from "../client.ts";
import { Configuration } from "./configuration.tsx";
import { FormDialog } from "./form-dialog.tsx";
import { Rules } from "./rules.tsx";
import { useConfiguration, useConfigure } from "./use-configuration.ts";

const TITLE = "Access control list";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#specifying-grantee-predefined-groups */
const GROUPS = [
  { value: "http://acs.amazonaws.com/groups/global/AllUsers", label: "Everyone" },
  { value: "http://acs.amazonaws.com/groups/global/AuthenticatedUsers", label: "Anyone with an AWS account" },
  { value: "http://acs.amazonaws.com/groups/s3/LogDelivery", label: "S3 log delivery" },
];
const USER = { value: "user", label: "An account, by its canonical user ID" };

const PERMISSIONS: readonly { readonly value: Permission; readonly label: string }[] = [
  { value: "READ", label: "List objects" },
  { value: "WRITE", label: "Write and delete objects" },
  { value: "READ_ACP", label: "Read this list" },
  { value: "WRITE_ACP", label: "Change this list" },
  { value: "FULL_CONTROL", label: "Full control" },
];

interface AccessList {
  readonly owner: Owner | undefined;
  readonly grants: readonly Grant[];
}

/** What a bucket's access control list grants. */
export function Acl({ bucket: Bucket }: { readonly bucket: string }) {
  const client = useClient(BrowserS3Client);
  const answer = useConfiguration<AccessList>(Bucket, TITLE, async () => {
    const { Owner: owner, Grants: grants = [] } = await client.send(new GetBucketAclCommand({ Bucket }));
    return { owner, grants };
  });
  const change = useConfigure(Bucket, TITLE, ({ owner, grants }: AccessList) =>
    client.send(
      new PutBucketAclCommand({ Bucket, AccessControlPolicy: { Owner: owner, Grants: grants.map(trimmed) } }),
    ),
  );
  return (
    <Configuration
      title={TITLE}
      description="Counts where ACLs are enabled, under object ownership. Policies are the better choice."
      answer={answer}
      none="None."
      edit={(list) => (
        <FormDialog<AccessList>
          label="Edit the access control list"
          begin={() => list ?? { owner: undefined, grants: [] }}
          change={change}
          canSave={({ grants }) => grants.every(({ Grantee }) => Grantee?.URI || Grantee?.ID)}
          onSave={(form, close) => change.mutate(form, { onSuccess: close })}
        >
          {(form, onChange) => (
            <Rules
              noun="grant"
              rules={form.grants}
              fresh={(): Grant => ({ Grantee: { Type: "Group", URI: GROUPS[0]?.value }, Permission: "READ" })}
              onChange={(grants) => onChange({ ...form, grants })}
            >
              {(grant, changeGrant) => <Fields grant={grant} onChange={changeGrant} />}
            </Rules>
          )}
        </FormDialog>
      )}
    >
      {({ owner, grants }) => (
        <Facts items={grants.map((grant) => ({ label: granteeOf(grant, owner), value: labelOf(grant.Permission) }))} />
      )}
    </Configuration>
  );
}

function Fields({ grant, onChange }: { readonly grant: Grant; readonly onChange: (grant: Grant) => void }) {
  const { Grantee, Permission } = grant;
  const isUser = Grantee?.Type !== "Group";
  return (
    <SpaceBetween size="m">
      <FormField label="To">
        <Select
          selectedOption={isUser ? USER : (GROUPS.find(({ value }) => value === Grantee.URI) ?? null)}
          options={[...GROUPS, USER]}
          onChange={({ detail: { selectedOption } }) =>
            onChange({
              ...grant,
              Grantee:
                selectedOption.value === USER.value
                  ? { Type: "CanonicalUser", ID: "" }
                  : { Type: "Group", URI: selectedOption.value },
            })
          }
          expandToViewport
        />
      </FormField>
      {isUser && (
        <FormField label="Canonical user ID" constraintText="64 hexadecimal digits.">
          <Input
            value={Grantee?.ID ?? ""}
            spellcheck={false}
            onChange={({ detail }) =>
              onChange({ ...grant, Grantee: { Type: "CanonicalUser", ID: detail.value.trim() } })
            }
          />
        </FormField>
      )}
      <FormField label="Permission">
        <Select
          selectedOption={PERMISSIONS.find(({ value }) => value === Permission) ?? null}
          options={PERMISSIONS}
          onChange={({ detail }) => onChange({ ...grant, Permission: detail.selectedOption.value as Permission })}
          expandToViewport
        />
      </FormField>
    </SpaceBetween>
  );
}

/** A grant with what S3 takes of it alone. */
function trimmed({ Grantee, Permission }: Grant): Grant {
  const { Type, URI, ID } = Grantee ?? { Type: undefined };
  return { Permission, Grantee: Type === "Group" ? { Type, URI } : { Type, ID } };
}

function granteeOf({ Grantee }: Grant, owner: Owner | undefined): string {
  if (Grantee?.URI) return GROUPS.find(({ value }) => value === Grantee.URI)?.label ?? Grantee.URI;
  return Grantee?.ID === owner?.ID ? "The bucket's owner" : (Grantee?.ID ?? "–");
}

function labelOf(permission: Permission | undefined): string {
  return PERMISSIONS.find(({ value }) => value === permission)?.label ?? permission ?? "–";
}
