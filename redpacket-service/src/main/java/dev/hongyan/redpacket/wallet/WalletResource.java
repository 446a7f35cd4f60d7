package dev.hongyan.redpacket.wallet;

import dev.hongyan.kit.identity.Caller;
import dev.hongyan.kit.json.StrictJson;
import dev.hongyan.kit.problem.Params;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.redpacket.ledger.Movement;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What a user sees of his own money.
@Path("/api/wallet")
@RolesAllowed("user")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "wallet")
class WalletResource {
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");
    private static final int MIN_PASSWORD = 6;
    private static final int MAX_PASSWORD = 128;
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("uuuu-MM");
    private static final int MIN_YEAR = 2000;

    private final WalletRepository wallets;
    private final PayPasswords passwords;
    private final MoneyOut moneyOut;
    private final MoneyConfig config;
    private final Caller caller;

    @Inject
    WalletResource(
            WalletRepository wallets, PayPasswords passwords, MoneyOut moneyOut, MoneyConfig config, Caller caller) {
        this.wallets = wallets;
        this.passwords = passwords;
        this.moneyOut = moneyOut;
        this.config = config;
        this.caller = caller;
    }

    /// @param balance     fen
    /// @param mode        `cash`, or `points`: nothing can be paid in or out
    /// @param frozen      whether money can neither leave it nor be claimed into it
    /// @param payPassword whether calls that move money out need one
    @Schema(name = "Wallet")
    record View(long balance, String currency, String mode, boolean frozen, boolean payPassword) {}

    /// @param next the cursor of the next page, or null
    @Schema(name = "WalletEntryPage")
    record Page(
            List<WalletRepository.Entry> items, @Nullable String next) {}

    @Schema(name = "PayPassword", requiredProperties = "password")
    record Password(@Nullable String password, @Nullable String current) {}

    @GET
    @Operation(operationId = "getWallet", summary = "My wallet")
    public View get() {
        WalletRepository.Wallet wallet = wallets.find(caller.user());
        return new View(
                wallet == null ? 0 : wallet.balance(),
                config.currency(),
                config.mode().name().toLowerCase(Locale.ROOT),
                wallet != null && wallet.frozen(),
                passwords.isSet(caller.user()));
    }

    @GET
    @Path("/entries")
    @Operation(operationId = "listWalletEntries", summary = "What went in and out, newest first")
    public Page entries(
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("direction") @Nullable String direction,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        int count = Params.limit(limit);
        Check check = new Check();
        boolean known = kind == null
                || Arrays.stream(Movement.Kind.values())
                        .anyMatch(each -> each.wireName().equals(kind));
        check.that(known, "kind", "value.choice");
        check.that(direction == null || List.of("in", "out").contains(direction), "direction", "value.choice");
        check.end();
        Integer sign = direction == null ? null : direction.equals("in") ? 1 : -1;
        var filter = new WalletRepository.Filter(kind, sign, time("from", from), time("to", to));
        var found = wallets.entries(caller.user(), Check.cursorNumber(cursor), filter, count + 1);
        var page = Params.page(found, count, WalletRepository.Entry::id);
        return new Page(page.items(), page.next());
    }

    @GET
    @Path("/statements/{month}")
    @Produces("text/csv;charset=UTF-8")
    @Operation(operationId = "getWalletStatement", summary = "The entries of a month as CSV, amounts in fen")
    @APIResponse(responseCode = "200", description = "time, kind, amount, balance, subject")
    public String statement(@PathParam("month") String text) {
        YearMonth month = month(text);
        ZoneId zone = ZoneId.of(config.zone());
        Instant from = month.atDay(1).atStartOfDay(zone).toInstant();
        Instant to = month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
        StringBuilder csv = new StringBuilder("time,kind,amount,balance,subject\r\n");
        for (WalletRepository.StatementLine line : wallets.statement(caller.user(), from, to)) {
            WalletRepository.Entry entry = line.entry();
            csv.append(StrictJson.TIME.format(entry.at()))
                    .append(',')
                    .append(entry.kind())
                    .append(',')
                    .append(entry.amount())
                    .append(',')
                    .append(line.balance())
                    .append(',')
                    .append(entry.subject())
                    .append("\r\n");
        }
        return csv.toString();
    }

    @PUT
    @Path("/pay-password")
    @Operation(operationId = "setPayPassword", summary = "Set the pay password, or change it with the current one")
    @APIResponse(responseCode = "204")
    @APIResponse(
            responseCode = "403",
            description = "`pay-password-needed`, `pay-password-wrong`, `pay-password-locked`")
    public void setPayPassword(@Nullable Password body) {
        Password asked = Check.body(body);
        String password = asked.password() == null ? "" : asked.password();
        Check check = new Check();
        check.that(asked.password() != null, "password", "value.required");
        // It is given in a header later, and nothing else passes through one unchanged.
        boolean visible = password.chars().allMatch(letter -> letter > ' ' && letter <= '~');
        int length = password.length();
        check.that(visible && length >= MIN_PASSWORD && length <= MAX_PASSWORD, "password", "pay-password.form");
        check.end();
        moneyOut.requireSession(caller);
        passwords.set(caller.user(), password, asked.current());
    }

    private static YearMonth month(String text) {
        try {
            YearMonth month = YearMonth.parse(text, MONTH);
            if (text.length() == "2026-11".length() && month.getYear() >= MIN_YEAR) {
                return month;
            }
        } catch (DateTimeParseException e) {
            // Answered below.
        }
        throw ProblemException.invalid("month", "month.form");
    }

    private static @Nullable Instant time(String field, @Nullable String text) {
        try {
            Instant time = text == null ? null : Instant.parse(text);
            if (time == null || (time.isAfter(EARLIEST) && time.isBefore(LATEST))) {
                return time;
            }
        } catch (DateTimeParseException e) {
            // Answered below.
        }
        throw ProblemException.invalid(field, "value.type");
    }
}
