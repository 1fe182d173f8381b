package dev.helmstuck.simulator;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Every row of every table of a bot's database, whatever the tables are. */
final class Rows {
    private static final String SQLITE = "jdbc:sqlite:";

    private final String url;

    Rows(String url) {
        this.url = url;
    }

    /** One line for each row, with its table; none if no bot ever opened the database. */
    List<String> all() {
        List<String> rows = new ArrayList<>();
        if (url.startsWith(SQLITE) && !Files.exists(Path.of(url.substring(SQLITE.length()).replaceFirst("\\?.*", "")))) return rows;
        try (Connection database = DriverManager.getConnection(url)) {
            for (String table : tables(database))
                read(database, table, rows);
        } catch (SQLException e) {
            throw new IllegalStateException("the rows were not read", e);
        }
        return rows;
    }

    private static List<String> tables(Connection database) throws SQLException {
        List<String> names = new ArrayList<>();
        String schema = database.getMetaData().getURL().startsWith(SQLITE) ? null : "public";
        try (ResultSet table = database.getMetaData().getTables(null, schema, "%", new String[]{"TABLE"})) {
            while (table.next())
                names.add(table.getString("TABLE_NAME"));
        }
        return names;
    }

    private static void read(Connection database, String table, List<String> rows) throws SQLException {
        try (Statement query = database.createStatement(); ResultSet row = query.executeQuery("SELECT * FROM \"" + table + "\"")) {
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                StringBuilder line = new StringBuilder("row of ").append(table).append(':');
                for (int column = 1; column <= columns; column++)
                    line.append(' ').append(row.getString(column));
                rows.add(line.toString());
            }
        }
    }
}
