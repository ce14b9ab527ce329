/** A sun behind a hill. */
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='9' fill='%233f63dd'/%3E%3Ccircle cx='21' cy='12' r='5' fill='%23ffd479'/%3E%3Cpath d='M0 25 11 14l8 8 4-4 9 9v-4a9 9 0 0 1-9 9H9a9 9 0 0 1-9-7z' fill='%23fff'/%3E%3C/svg%3E";

/** The page's HTML: a frame, which the script fills. Its URLs are relative, so that it works behind a stage's prefix. */
export function Document({ script, style }: { script: string; style: string }) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="description" content="A photo album in the cloud, or on your own machine" />
        <title>PhotoSky</title>
        <link rel="icon" href={ICON} />
        <link rel="stylesheet" href={style} />
        {/* Not deferred: it sets the theme that was chosen before anything is painted. */}
        <script src={script} />
      </head>
      <body>
        <div id="page">
          <noscript>
            <p class="without-script">PhotoSky's page needs JavaScript.</p>
          </noscript>
        </div>
      </body>
    </html>
  );
}
