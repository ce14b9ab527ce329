import FileDropzone, { useFilesDragging } from "@cloudscape-design/components/file-dropzone";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { UploadPanel } from "../uploads/upload-panel.tsx";
import type { Uploads } from "../uploads/use-uploads.ts";
import { ObjectTable } from "./object-table.tsx";

interface Props {
  readonly bucket: string;
  readonly folder: string;
  readonly uploads: Uploads;
}

/** What is in a folder, and how more gets into it. */
export function ObjectsTab({ bucket, folder, uploads }: Props) {
  const { areFilesDragging } = useFilesDragging();
  const upload = (files: readonly File[]) => uploads.add(files, folder);
  return (
    <SpaceBetween size="l">
      {areFilesDragging && (
        <FileDropzone onChange={({ detail }) => upload(detail.value)}>Drop files here to upload them</FileDropzone>
      )}
      <UploadPanel uploads={uploads} />
      <ObjectTable bucket={bucket} folder={folder} onUpload={upload} />
    </SpaceBetween>
  );
}
