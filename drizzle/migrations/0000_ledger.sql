CREATE TABLE `audit` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` text NOT NULL,
	`user` integer,
	`action` text NOT NULL,
	`target` text NOT NULL,
	`detail` text NOT NULL,
	`previous` text NOT NULL,
	`hash` text NOT NULL
) STRICT;
CREATE TABLE `cell` (
	`cube` text NOT NULL,
	`dims` text NOT NULL,
	`k1` text NOT NULL,
	`k2` text NOT NULL,
	`period` text NOT NULL,
	`value` text NOT NULL,
	PRIMARY KEY(`cube`, `dims`, `k1`, `k2`, `period`)
) STRICT, WITHOUT ROWID;
CREATE INDEX `cell_period` ON `cell` (`cube`,`period`,`dims`);
CREATE TABLE `cell_state` (
	`cube` text NOT NULL,
	`period` text NOT NULL,
	`shape` text NOT NULL,
	`builtAt` text,
	`dirtySince` text,
	PRIMARY KEY(`cube`, `period`)
) STRICT, WITHOUT ROWID;
CREATE TABLE `filing` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`dataset` text NOT NULL,
	`institution` text NOT NULL,
	`period` text NOT NULL,
	`dueOn` text,
	`expected` integer NOT NULL,
	`returnedReason` text,
	`returnedBy` integer,
	`returnedAt` text,
	FOREIGN KEY (`institution`) REFERENCES `institution`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`returnedBy`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
CREATE UNIQUE INDEX `filing_once` ON `filing` (`dataset`,`period`,`institution`);
CREATE INDEX `filing_institution` ON `filing` (`institution`,`period`);
CREATE TABLE `finding` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`submission` integer NOT NULL,
	`check` text NOT NULL,
	`severity` text NOT NULL,
	`where` text NOT NULL,
	`line` integer,
	`columns` text NOT NULL,
	`seen` text,
	`message` text NOT NULL,
	`remedy` text NOT NULL,
	`weight` integer DEFAULT 0 NOT NULL,
	`explanation` text,
	`explainedBy` integer,
	`explainedAt` text,
	`carried` integer DEFAULT false NOT NULL,
	FOREIGN KEY (`submission`) REFERENCES `submission`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`explainedBy`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
CREATE INDEX `finding_check` ON `finding` (`submission`,`check`,`id`);
CREATE INDEX `finding_line` ON `finding` (`submission`,`line`);
CREATE INDEX `finding_weight` ON `finding` (`submission`,`weight`);
CREATE TABLE `institution` (
	`id` text PRIMARY KEY NOT NULL,
	`uscc` text NOT NULL,
	`code14` text,
	`name` text NOT NULL,
	`shortName` text NOT NULL,
	`kind` text NOT NULL,
	`peerGroup` text,
	`sort` integer NOT NULL,
	`from` text NOT NULL,
	`until` text
) STRICT;
CREATE TABLE `job` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`payload` text NOT NULL,
	`state` text NOT NULL,
	`runAt` text NOT NULL,
	`leaseUntil` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`progress` integer DEFAULT 0 NOT NULL,
	`message` text,
	`once` text
) STRICT;
CREATE INDEX `job_next` ON `job` (`state`,`runAt`);
CREATE UNIQUE INDEX `job_once` ON `job` (`once`) WHERE once is not null and state in ('queued','running');
CREATE TABLE `parameter` (
	`id` text NOT NULL,
	`key` text DEFAULT '' NOT NULL,
	`from` text NOT NULL,
	`until` text,
	`value` text NOT NULL,
	PRIMARY KEY(`id`, `key`, `from`)
) STRICT;
CREATE TABLE `period_version` (
	`period` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`changedAt` text NOT NULL
) STRICT;
CREATE TABLE `roster_on` (
	`period` text NOT NULL,
	`uscc` text NOT NULL,
	`labels` integer NOT NULL,
	`district` text NOT NULL,
	`industry` text NOT NULL,
	`size` text NOT NULL,
	`ownership` text,
	PRIMARY KEY(`period`, `uscc`)
) STRICT, WITHOUT ROWID;
CREATE TABLE `session` (
	`hash` text PRIMARY KEY NOT NULL,
	`user` integer NOT NULL,
	`createdAt` text NOT NULL,
	`seenAt` text NOT NULL,
	`address` text,
	FOREIGN KEY (`user`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
CREATE TABLE `setting` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
) STRICT;
CREATE TABLE `submission` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`filing` integer NOT NULL,
	`number` integer NOT NULL,
	`receipt` text NOT NULL,
	`fileName` text NOT NULL,
	`sha256` text NOT NULL,
	`size` integer NOT NULL,
	`layout` text,
	`sheet` text,
	`mode` text DEFAULT 'complete' NOT NULL,
	`state` text NOT NULL,
	`rows` integer,
	`progress` integer DEFAULT 0 NOT NULL,
	`blocking` integer DEFAULT 0 NOT NULL,
	`explainable` integer DEFAULT 0 NOT NULL,
	`failure` text,
	`uploadedBy` integer,
	`uploadedAt` text NOT NULL,
	`checkedAt` text,
	`signedBy` integer,
	`signedAt` text,
	`acceptedAt` text,
	`endedAt` text,
	`headerLine` integer,
	`firstLine` integer,
	`lastLine` integer,
	`letters` text,
	`notes` text,
	FOREIGN KEY (`filing`) REFERENCES `filing`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`uploadedBy`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`signedBy`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
CREATE UNIQUE INDEX `submission_receipt_unique` ON `submission` (`receipt`);
CREATE INDEX `submission_filing` ON `submission` (`filing`);
CREATE UNIQUE INDEX `submission_in_force` ON `submission` (`filing`) WHERE acceptedAt is not null and endedAt is null and mode = 'complete';
CREATE TABLE `user` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`username` text NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`institution` text,
	`unit` text,
	`password` text NOT NULL,
	`mustChange` integer DEFAULT false NOT NULL,
	`failures` integer DEFAULT 0 NOT NULL,
	`lockedUntil` text,
	`disabled` integer DEFAULT false NOT NULL,
	`createdAt` text NOT NULL,
	FOREIGN KEY (`institution`) REFERENCES `institution`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
CREATE UNIQUE INDEX `user_username_unique` ON `user` (`username`);
CREATE TABLE `fact_all_loan` (
	`submission` integer NOT NULL,
	`line` integer NOT NULL,
	`currency` text,
	`segment` text,
	`balance` integer,
	`borrowers` integer,
	`newRate` integer,
	PRIMARY KEY(`submission`, `line`)
) STRICT, WITHOUT ROWID;
CREATE TABLE `fact_bond_candidate` (
	`submission` integer NOT NULL,
	`line` integer NOT NULL,
	`uscc` text,
	`listedOn` text,
	`recommendedBy` text,
	`reason` text,
	`plannedKind` text,
	`plannedAmount` integer,
	`leftOn` text,
	`leftReason` text,
	PRIMARY KEY(`submission`, `line`)
) STRICT, WITHOUT ROWID;
CREATE TABLE `fact_bond_issue` (
	`submission` integer NOT NULL,
	`line` integer NOT NULL,
	`bondCode` text,
	`uscc` text,
	`kind` text,
	`market` text,
	`registered` integer,
	`issued` integer,
	`issuedOn` text,
	`termYears` integer,
	`coupon` integer,
	`enhancement` text,
	`ownership` text,
	PRIMARY KEY(`submission`, `line`)
) STRICT, WITHOUT ROWID;
CREATE TABLE `fact_bond_session` (
	`submission` integer NOT NULL,
	`line` integer NOT NULL,
	`sessionNo` text,
	`heldOn` text,
	`kind` text,
	`enterprises` text,
	PRIMARY KEY(`submission`, `line`)
) STRICT, WITHOUT ROWID;
CREATE TABLE `fact_bond_step` (
	`submission` integer NOT NULL,
	`line` integer NOT NULL,
	`uscc` text,
	`step` text,
	`happenedOn` text,
	`unit` text,
	`note` text,
	PRIMARY KEY(`submission`, `line`)
) STRICT, WITHOUT ROWID;
CREATE TABLE `fact_corp_customer` (
	`submission` integer NOT NULL,
	`line` integer NOT NULL,
	`institutionCode` text,
	`name` text,
	`idKind` text,
	`customer` text,
	`account` text,
	`accountBank` text,
	`scope` text,
	`registeredCapital` integer,
	`paidInCapital` integer,
	`totalAssets` integer,
	`revenue` integer,
	`employees` integer,
	`listed` integer,
	`firstCreditOn` text,
	`address` text,
	`region` text,
	`state` text,
	`establishedOn` text,
	`industry` text,
	`size` text,
	`ownership` text,
	`sector` text,
	`creditLine` integer,
	`creditUsed` integer,
	`related` integer,
	`controllerIdKind` text,
	`controller` text,
	`ratingLevels` integer,
	`rating` text,
	PRIMARY KEY(`submission`, `line`)
) STRICT, WITHOUT ROWID;
CREATE TABLE `fact_corp_loan_flow` (
	`submission` integer NOT NULL,
	`line` integer NOT NULL,
	`institutionCode` text,
	`branch` text,
	`institutionRegion` text,
	`borrowerIdKind` text,
	`borrower` text,
	`sector` text,
	`borrowerIndustry` text,
	`borrowerRegion` text,
	`ownership` text,
	`size` text,
	`loanNo` text,
	`contractNo` text,
	`product` text,
	`industryOfUse` text,
	`grantedOn` text,
	`dueOn` text,
	`endedOn` text,
	`currency` text,
	`amount` integer,
	`amountCny` integer,
	`rateFixed` text,
	`rate` integer,
	`benchmark` text,
	`baseRate` integer,
	`fiscalSupport` text,
	`repricedOn` text,
	`guarantee` text,
	`firstLoan` integer,
	`state` text,
	`securitisation` text,
	`restructuring` text,
	`direction` text,
	`flowNo` text,
	`purpose` text,
	PRIMARY KEY(`submission`, `line`)
) STRICT, WITHOUT ROWID;
CREATE TABLE `fact_corp_loan_stock` (
	`submission` integer NOT NULL,
	`line` integer NOT NULL,
	`institutionCode` text,
	`branch` text,
	`institutionRegion` text,
	`borrowerIdKind` text,
	`borrower` text,
	`sector` text,
	`borrowerIndustry` text,
	`borrowerRegion` text,
	`ownership` text,
	`size` text,
	`loanNo` text,
	`contractNo` text,
	`product` text,
	`industryOfUse` text,
	`grantedOn` text,
	`dueOn` text,
	`extendedTo` text,
	`currency` text,
	`balance` integer,
	`balanceCny` integer,
	`rateFixed` text,
	`rate` integer,
	`benchmark` text,
	`baseRate` integer,
	`fiscalSupport` text,
	`repricedOn` text,
	`guarantee` text,
	`firstLoan` integer,
	`quality` text,
	`state` text,
	`overdueKind` text,
	`purpose` text,
	PRIMARY KEY(`submission`, `line`)
) STRICT, WITHOUT ROWID;
CREATE TABLE `fact_institution` (
	`submission` integer NOT NULL,
	`line` integer NOT NULL,
	`id` text,
	`uscc` text,
	`code14` text,
	`name` text,
	`shortName` text,
	`kind` text,
	`peerGroup` text,
	`sort` integer,
	`from` text,
	`until` text,
	PRIMARY KEY(`submission`, `line`)
) STRICT, WITHOUT ROWID;
CREATE TABLE `fact_loan_tag` (
	`submission` integer NOT NULL,
	`line` integer NOT NULL,
	`loanNo` text,
	`contractNo` text,
	`innovation` text,
	`productNo` text,
	`supportTool` text,
	`dataPlatform` text,
	`platform` text,
	`firstLoanEvidence` text,
	PRIMARY KEY(`submission`, `line`)
) STRICT, WITHOUT ROWID;
CREATE TABLE `fact_policy_fund` (
	`submission` integer NOT NULL,
	`line` integer NOT NULL,
	`trancheNo` text,
	`tool` text,
	`institution` text,
	`issuedOn` text,
	`dueOn` text,
	`amount` integer,
	`rate` integer,
	`basis` text,
	`borrower` text,
	`loanNo` text,
	`keyArea` text,
	`privateOrSmall` integer,
	`loanRate` integer,
	`repaidOn` text,
	PRIMARY KEY(`submission`, `line`)
) STRICT, WITHOUT ROWID;
CREATE TABLE `fact_policy_quota` (
	`submission` integer NOT NULL,
	`line` integer NOT NULL,
	`tool` text,
	`validFrom` text,
	`quota` integer,
	`rate` integer,
	`note` text,
	PRIMARY KEY(`submission`, `line`)
) STRICT, WITHOUT ROWID;
CREATE TABLE `fact_product_feedback` (
	`submission` integer NOT NULL,
	`line` integer NOT NULL,
	`feedbackNo` text,
	`productNo` text,
	`uscc` text,
	`score` integer,
	`givenOn` text,
	`complaint` integer,
	`repliedOn` text,
	`comment` text,
	PRIMARY KEY(`submission`, `line`)
) STRICT, WITHOUT ROWID;
CREATE TABLE `fact_product_month` (
	`submission` integer NOT NULL,
	`line` integer NOT NULL,
	`productNo` text,
	`applications` integer,
	`approvals` integer,
	`drawdowns` integer,
	`amount` integer,
	`enterprises` integer,
	`approvalDaysActual` integer,
	PRIMARY KEY(`submission`, `line`)
) STRICT, WITHOUT ROWID;
CREATE TABLE `fact_product` (
	`submission` integer NOT NULL,
	`line` integer NOT NULL,
	`productNo` text,
	`name` text,
	`innovation` text,
	`rateMin` integer,
	`rateMax` integer,
	`limitMax` integer,
	`termMin` integer,
	`termMax` integer,
	`approvalDays` integer,
	`guarantee` text,
	`feedbackUrl` text,
	`listedOn` text,
	`updatedOn` text,
	`delistedOn` text,
	`target` text,
	PRIMARY KEY(`submission`, `line`)
) STRICT, WITHOUT ROWID;
CREATE TABLE `fact_published_series` (
	`submission` integer NOT NULL,
	`line` integer NOT NULL,
	`series` text,
	`seriesEn` text,
	`region` text,
	`period` text,
	`value` integer,
	`unit` text,
	`yearOnYear` integer,
	`sourceTitle` text,
	`sourceDate` text,
	`sourceUrl` text,
	PRIMARY KEY(`submission`, `line`)
) STRICT, WITHOUT ROWID;
CREATE TABLE `fact_roster` (
	`submission` integer NOT NULL,
	`line` integer NOT NULL,
	`uscc` text,
	`name` text,
	`label` text,
	`certificateNo` text,
	`issuedOn` text,
	`validFrom` text,
	`validTo` text,
	`ruleVersion` text,
	`district` text,
	`industry` text,
	`size` text,
	`ownership` text,
	`registeredOn` text,
	`registeredCapital` integer,
	`employees` integer,
	`revenue` integer,
	`totalAssets` integer,
	`strategic` text,
	`leading` text,
	`listed` integer,
	`pointsSystem` integer,
	PRIMARY KEY(`submission`, `line`)
) STRICT, WITHOUT ROWID;
