import type { GetFunctionResponse } from "@aws-sdk/client-lambda";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import Spinner from "@cloudscape-design/components/spinner";
import { useMemo } from "react";
import { Copied } from "../../parts/copied.tsx";
import { Empty } from "../../parts/empty.tsx";
import { useParameter } from "../../parts/parameter.ts";
import { sizeOf } from "../../parts/sizes.ts";
import type { Archive } from "./archive.ts";
import { mainFile, treeOf } from "./file-tree.ts";
import { FileTreeView } from "./file-tree-view.tsx";
import { FileView } from "./file-view.tsx";
import { useArchive } from "./use-archive.ts";

/** A function's code, as it was deployed. */
export function CodeTab({ answer }: { readonly answer: GetFunctionResponse }) {
  const { Configuration, Code } = answer;
  const archive = useArchive(Configuration?.PackageType === "Image" ? {} : answer);
  if (Configuration?.PackageType === "Image")
    return (
      <Container header={<Header>Code</Header>}>
        <Empty title="The code is a container image">
          {Code?.ImageUri ? <Copied text={Code.ImageUri} /> : "Its contents can't be shown here."}
        </Empty>
      </Container>
    );
  return (
    <Container
      header={
        <Header
          counter={archive.data && `(${archive.data.files.length})`}
          description={`${sizeOf(Configuration?.CodeSize)} packed`}
          actions={
            <Button iconName="download" href={Code?.Location ?? ""} disabled={!Code?.Location} download>
              Download
            </Button>
          }
        >
          Files
        </Header>
      }
    >
      {archive.error ? (
        <Alert type="warning" header="The code cannot be shown here">
          {archive.error.message}. It is for this page only that it may not be fetched:{" "}
          <Link href={Code?.Location ?? ""} external>
            download it
          </Link>
          .
        </Alert>
      ) : archive.data ? (
        <Files archive={archive.data} handler={Configuration?.Handler} />
      ) : (
        <Spinner />
      )}
    </Container>
  );
}

function Files({ archive, handler }: { readonly archive: Archive; readonly handler: string | undefined }) {
  const [path] = useParameter("file");
  const nodes = useMemo(() => treeOf(archive.files), [archive]);
  const file = archive.files.find((one) => one.path === path) ?? mainFile(archive.files, handler);
  if (!file) return <Empty title="No files">The archive is empty.</Empty>;
  return (
    <div className="lambda-code">
      <FileTreeView nodes={nodes} shown={file.path} />
      <FileView archive={archive} file={file} />
    </div>
  );
}
