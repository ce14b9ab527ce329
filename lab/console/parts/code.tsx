import CodeView, { type CodeViewProps } from "@cloudscape-design/code-view/code-view";
import json from "@cloudscape-design/code-view/highlight/json";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";

interface Props {
  readonly text: string;
  /** What it is, for who can't see it: `The template`. */
  readonly label: string;
  readonly lineNumbers?: boolean;
  /** Colours it: the default export of `@cloudscape-design/code-view/highlight/<language>`. */
  readonly highlight?: CodeViewProps["highlight"];
}

/** Text as it is, such as a template or code, with a button that copies it. */
export function Code({ text, label, lineNumbers = false, highlight }: Props) {
  return (
    <CodeView
      content={text}
      lineNumbers={lineNumbers}
      ariaLabel={label}
      {...(highlight && { highlight })}
      wrapLines
      actions={
        <CopyToClipboard
          variant="icon"
          copyButtonAriaLabel={`Copy ${label.toLowerCase()}`}
          copySuccessText="Copied"
          copyErrorText="The browser doesn't allow copying"
          textToCopy={text}
        />
      }
    />
  );
}

/** A value as JSON, or a text that is JSON set out in lines. */
export function Json({ value, label }: { readonly value: unknown; readonly label: string }) {
  const text = typeof value === "string" ? laidOut(value) : JSON.stringify(value, null, 2);
  return <Code text={text} label={label} highlight={json} />;
}

/** JSON set out in lines; anything else as it is. */
export function laidOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
