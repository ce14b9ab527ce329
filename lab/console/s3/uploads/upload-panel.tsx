import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { sizeOf } from "../../parts/sizes.ts";
import { KeyText } from "../key-text.tsx";
import { isUnderWay, type Upload, type Uploads } from "./use-uploads.ts";

/** How far uploads are; nothing where there are none. */
export function UploadPanel({ uploads: { all, stop, clear } }: { readonly uploads: Uploads }) {
  if (all.length === 0) return null;
  const left = all.filter(isUnderWay).length;
  return (
    <Container
      header={
        <Header
          counter={`(${all.length})`}
          description={left > 0 ? `${left} to go. They end when you leave this bucket's page.` : ""}
          actions={
            <Button disabled={left === all.length} onClick={clear}>
              Clear
            </Button>
          }
        >
          Uploads
        </Header>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section aria-label="Uploads" tabIndex={0} style={{ maxHeight: 320, overflowY: "auto" }}>
        <SpaceBetween size="s">
          {all.map((upload) => (
            <UploadRow key={upload.id} upload={upload} onStop={() => stop(upload.id)} />
          ))}
        </SpaceBetween>
      </section>
    </Container>
  );
}

const RESULTS = { done: "Uploaded", failed: "Failed", stopped: "Stopped" } as const;

function UploadRow({ upload, onStop }: { readonly upload: Upload; readonly onStop: () => void }) {
  const { key, size, sent, state, error } = upload;
  return (
    <div style={{ display: "flex", alignItems: "start", gap: 8 }}>
      <div style={{ flex: 1, minWidth: 0 }}>
        <ProgressBar
          label={<KeyText>{key}</KeyText>}
          value={size === 0 ? 0 : (100 * sent) / size}
          status={isUnderWay(upload) ? "in-progress" : state === "done" ? "success" : "error"}
          {...(state in RESULTS && { resultText: RESULTS[state as keyof typeof RESULTS] })}
          additionalInfo={error ?? (state === "waiting" ? "Waiting" : `${sizeOf(sent)} of ${sizeOf(size)}`)}
        />
      </div>
      {isUnderWay(upload) && <Button variant="icon" iconName="close" ariaLabel={`Stop ${key}`} onClick={onStop} />}
    </div>
  );
}
