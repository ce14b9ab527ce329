interface Sending {
  readonly onProgress: (sent: number) => void;
  readonly signal: AbortSignal;
}

/** Sends a file to a presigned URL. `fetch` does not tell how far it is, and so this does not use it. */
export function send(url: string, file: File, { onProgress, signal }: Sending): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    signal.addEventListener("abort", stop);
    request.upload.onprogress = ({ loaded }) => onProgress(loaded);
    request.onload = () => (request.status === 200 ? resolve() : reject(errorOf(request)));
    request.onerror = () => reject(new Error("The connection was lost"));
    request.onabort = () => reject(new DOMException("Stopped", "AbortError"));
    request.onloadend = () => signal.removeEventListener("abort", stop);
    request.open("PUT", url);
    request.setRequestHeader("content-type", file.type || "application/octet-stream");
    request.send(file);
  });
}

/** S3's error, as its XML words it. */
function errorOf({ status, responseText }: XMLHttpRequest): Error {
  const xml = new DOMParser().parseFromString(responseText, "text/xml");
  const textOf = (name: string) => xml.querySelector(`Error > ${name}`)?.textContent;
  const error = new Error(textOf("Message") ?? `The answer was ${status}`);
  return Object.assign(error, { name: textOf("Code") ?? "Error" });
}
