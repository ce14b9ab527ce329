import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";

/** A text with a button that copies it. */
export function Copied({ text }: { readonly text: string }) {
  return (
    <CopyToClipboard
      variant="inline"
      textToCopy={text}
      copyButtonAriaLabel={`Copy ${text}`}
      copySuccessText="Copied"
      copyErrorText="The browser doesn't allow copying"
    />
  );
}
