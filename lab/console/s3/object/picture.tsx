import { useEffect, useState } from "react";

interface Props {
  readonly bytes: Uint8Array;
  readonly type: string;
  readonly name: string;
}

/** A picture. As an image nothing in it runs, not even in SVG. */
export function Picture({ bytes, type, name }: Props) {
  const [source, setSource] = useState<string>();
  const [isBroken, setBroken] = useState(false);
  useEffect(() => {
    const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type }));
    setSource(url);
    setBroken(false);
    return () => URL.revokeObjectURL(url);
  }, [bytes, type]);
  if (isBroken) return <>This is not a picture, though it is called one ({type}).</>;
  return (
    source && (
      <img
        src={source}
        alt={name}
        onError={() => setBroken(true)}
        style={{ display: "block", maxWidth: "100%", maxHeight: "70vh", margin: "auto" }}
      />
    )
  );
}
