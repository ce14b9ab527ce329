import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import { usePlace } from "../cloud/place.ts";
import { PageLink } from "./page-link.tsx";

/** An error as AWS words it, and where to read on about it. */
export function PageError({ error }: { readonly error: Error }) {
  const { isLab } = usePlace();
  const isDenial = isLab && /AccessDenied/.test(error.name);
  return (
    <Alert type="error" header={error.name === "Error" ? "Something went wrong" : error.name}>
      {error.message}
      {isDenial && (
        <Box margin={{ top: "xs" }}>
          <PageLink to="/iam/denials">Why, and what would allow it</PageLink>
        </Box>
      )}
    </Alert>
  );
}
