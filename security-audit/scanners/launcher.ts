/** How a scanner is started: a command of this machine, or a container of an image. */
export type Launcher = { kind: 'command'; file: string } | ContainerLauncher;

export interface ContainerLauncher {
  kind: 'container';
  engine: string;
  isPodman: boolean;
  image: string;
  /** The scanner's path in the image. */
  entrypoint: string;
}
