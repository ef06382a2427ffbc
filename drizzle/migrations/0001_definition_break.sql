CREATE TABLE `definition_break` (
	`dataset` text NOT NULL,
	`from` text NOT NULL,
	`note` text NOT NULL,
	`recordedBy` integer,
	`recordedAt` text NOT NULL,
	PRIMARY KEY(`dataset`, `from`),
	FOREIGN KEY (`recordedBy`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
