/** A name in the forms that files need it in. */
export interface Name {
  /** `mail-records` */
  readonly kebab: string;
  /** `MailRecords` */
  readonly pascal: string;
  /** `Mail records` */
  readonly title: string;
}
