declare module 'node-gyp-build' {
  /** Loads the prebuilt or built addon of a package's folder. @throws Error when there is none */
  export default function load(folder: string): unknown;
}
