-- what the message shows, as a hash of its content; null while that is not known for certain
ALTER TABLE posting ADD COLUMN content TEXT COLLATE "C";
