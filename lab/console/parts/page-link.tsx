import Link, { type LinkProps } from "@cloudscape-design/components/link";
import { useAddress, useFollow } from "../shell/addresses.ts";

/** A link to a page of the console, such as `/s3/photos`. It keeps account and region. */
export function PageLink({ to, ...props }: Omit<LinkProps, "href" | "onFollow"> & { readonly to: string }) {
  return <Link {...props} href={useAddress()(to)} onFollow={useFollow()} />;
}
