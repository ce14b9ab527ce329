export default function S3() {
  return null;
}
