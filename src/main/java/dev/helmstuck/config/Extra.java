package dev.helmstuck.config;

/** What an optional key of the targets file says that only one part of the bot asks for; see {@link ExtraKeys}. */
public interface Extra {}
