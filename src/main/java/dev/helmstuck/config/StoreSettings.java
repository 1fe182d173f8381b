package dev.helmstuck.config;

/** {@code DATABASE_URL}: a JDBC URL, which may hold a password and is therefore masked when printed. */
public record StoreSettings(String jdbcUrl) {

    @Override
    public String toString() {
        return "StoreSettings[****]";
    }
}
