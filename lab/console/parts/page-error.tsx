import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import { usePlace } from "../cloud/place.ts";
import { wordsFor } from "../cloud/unreachable.ts";
import { PageLink } from "./page-link.tsx";

/** An error as AWS words it, and where to read on about it. */
export function PageError({ error }: { readonly error: Error }) {
  const { isLab } = usePlace();
  const { header, message } = wordsFor(error);
  const isDenial = isLab && /AccessDenied|AuthorizationError/.test(error.name);
  return (
    <Alert type="error" header={header}>
      {message}
      {isDenial && (
        <Box margin={{ top: "xs" }}>
          <PageLink to="/iam/denials">Why, and what would allow it</PageLink>
        </Box>
      )}
    </Alert>
  );
}
