import { useParams } from "react-router";
import { Page } from "../parts/page.tsx";
import { PageTabs } from "../parts/page-tabs.tsx";
import { useParameter } from "../parts/parameter.ts";
import { bucketPath, foldersTo, nameOf } from "./addresses.ts";
import { ObjectsTab } from "./objects/objects-tab.tsx";
import { PropertiesTab } from "./properties/properties-tab.tsx";
import { useUploads } from "./uploads/use-uploads.ts";

/** A bucket: what is in it, or in a folder of it, and how it is configured. */
export function BucketPage() {
  const { bucket = "" } = useParams();
  // Another bucket is another page, with uploads of its own.
  return <OneBucket key={bucket} bucket={bucket} />;
}

function OneBucket({ bucket }: { readonly bucket: string }) {
  const [folder] = useParameter("prefix");
  const uploads = useUploads(bucket);
  return (
    <Page
      title={folder === "" ? bucket : nameOf(folder)}
      crumbs={crumbsTo(bucket, folder).slice(0, -1)}
      {...(folder !== "" && { description: `A folder of the bucket ${bucket}` })}
    >
      <PageTabs
        label={`The bucket ${bucket}`}
        keep={["prefix"]}
        tabs={[
          {
            id: "objects",
            label: "Objects",
            content: <ObjectsTab bucket={bucket} folder={folder} uploads={uploads} />,
          },
          { id: "properties", label: "Properties", content: <PropertiesTab bucket={bucket} /> },
        ]}
      />
    </Page>
  );
}

/** The pages that lead to a folder, and its own. */
export function crumbsTo(bucket: string, folder: string): (readonly [string, string])[] {
  return [
    ["S3", "/s3"],
    [bucket, bucketPath(bucket)],
    ...foldersTo(folder).map((one) => [nameOf(one), bucketPath(bucket, one)] as const),
  ];
}
